import { useNavigate } from '@tanstack/react-router'
import { Copy, KeyRound, RotateCw } from 'lucide-react'
import type { z } from 'zod'
import type { CallError as CallErrorSchema } from '../../../../contract/call-error.ts'
import { hintFor } from '../../../lib/call-error.ts'
import { formatDuration } from '../../../lib/format.ts'
import { playground } from '../../../strings/en/playground.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorBlock } from '../../../ui/error-block.tsx'
import { useCopied } from '../../../ui/use-copied.ts'

const words = playground.error

export interface AnswerErrorProps {
  error: z.infer<typeof CallErrorSchema>
  keyId: string | null
  onTryAgain: (() => void) | null
}

/** A failed answer: the provider's words, our hint, and what can be done. */
export function AnswerError({ error, keyId, onTryAgain }: AnswerErrorProps) {
  const navigate = useNavigate()
  const { isCopied, copy } = useCopied()
  const hint = hintFor(error)
  const retry = error.retryAfterMs === null ? null : words.retryAfter(formatDuration(error.retryAfterMs))
  return (
    <ErrorBlock
      error={error}
      hint={[hint, retry].filter(Boolean).join(' ') || null}
      actions={
        <>
          {onTryAgain ? (
            <Button size="small" icon={<RotateCw className="i i--14" />} onClick={onTryAgain}>
              {words.tryAgain}
            </Button>
          ) : null}
          {keyId ? (
            <Button
              size="small"
              variant="ghost"
              icon={<KeyRound className="i i--14" />}
              onClick={() => void navigate({ to: '/keys', search: { key: keyId } })}
            >
              {words.openKey}
            </Button>
          ) : null}
          <Button
            size="small"
            variant="ghost"
            icon={<Copy className="i i--14" />}
            onClick={() => copy(JSON.stringify(error, null, 2))}
          >
            {isCopied ? playground.message.copied : words.copyDetails}
          </Button>
        </>
      }
    />
  )
}
