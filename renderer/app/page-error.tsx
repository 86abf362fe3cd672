import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { PartMissing } from '../lib/lazy-part.ts'
import { frame } from '../strings/en/frame.ts'
import { ui } from '../strings/en/ui.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { pages } from './pages.ts'

/** A page that broke: what happened, and how to go on. The frame around it stays. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const path = router.state.location.pathname
  const page = pages.find((candidate) => path.startsWith(candidate.path))?.name ?? frame.product
  const words = frame.crash
  const isMissing = error instanceof PartMissing
  const retry = () => {
    if (isMissing) error.forget()
    reset()
    void router.invalidate()
  }
  return (
    <div className="page" role="alert">
      <EmptyState
        level={1}
        title={isMissing ? frame.loadFailed(page) : words.title(page)}
        text={isMissing ? words.missing : words.text}
        actions={
          <>
            <Button onClick={() => window.location.reload()}>{words.reload}</Button>
            <Button variant="primary" onClick={retry}>
              {ui.retry}
            </Button>
          </>
        }
      >
        <p className="crash__said">
          {words.said} <code className="sel">{error instanceof Error ? error.message : String(error)}</code>
        </p>
      </EmptyState>
    </div>
  )
}
