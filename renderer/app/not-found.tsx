import { useNavigate } from '@tanstack/react-router'
import { frame } from '../strings/en/frame.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

/** An address without a page. */
export function NotFound() {
  const navigate = useNavigate()
  const words = frame.notFound
  return (
    <div className="page">
      <EmptyState
        level={1}
        title={words.title}
        text={words.text}
        actions={
          <Button variant="primary" onClick={() => void navigate({ to: '/keys' })}>
            {words.action}
          </Button>
        }
      />
    </div>
  )
}
