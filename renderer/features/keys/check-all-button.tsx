import { CircleStop, Zap } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { wordsOf } from '../../lib/known-error.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { Button } from '../../ui/button.tsx'
import { useToast } from '../../ui/toast.tsx'
import { checkKeys } from './checking.ts'

/** Checks every key in sight, a few at a time; while it runs it is the button that stops it. */
export function CheckAllButton({ ids }: { ids: readonly string[] }) {
  const toast = useToast()
  const [progress, setProgress] = useState<{ done: number; all: number } | null>(null)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  const run = async () => {
    const controller = new AbortController()
    abort.current = controller
    setProgress({ done: 0, all: ids.length })
    const { good, bad, failure } = await checkKeys(ids, {
      signal: controller.signal,
      onProgress: (done) => setProgress({ done, all: ids.length }),
    })
    setProgress(null)
    if (failure) toast({ kind: 'error', title: words.check.failed, text: wordsOf(failure) })
    else if (good + bad > 0) toast({ kind: bad > 0 ? 'info' : 'done', title: words.check.done(good, bad) })
  }

  if (progress) {
    return (
      <Button icon={<CircleStop className="i" />} onClick={() => abort.current?.abort()}>
        {words.check.stop}
        <span className="text-fg-3" role="status">
          {words.check.allRunning(progress.done, progress.all)}
        </span>
      </Button>
    )
  }
  return (
    <Button icon={<Zap className="i" />} disabled={ids.length === 0} onClick={() => void run()}>
      {words.check.all}
    </Button>
  )
}
