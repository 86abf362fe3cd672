import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RemovedLine } from '../../../../contract/imports.ts'
import { client, orpc, queryClient } from '../../../lib/client.ts'
import { formatAgo } from '../../../lib/format.ts'
import { imports } from '../../../strings/en/imports.ts'
import { Button } from '../../../ui/button.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { troubleWords } from './use-import.ts'

const words = imports.removed

/** Lines that were taken out of files and wait for the person's word. */
export function RemovedLines({ only }: { only?: readonly string[] }) {
  const query = useQuery(orpc.imports.removedLines.queryOptions())
  const toast = useToast()
  const [busy, setBusy] = useState<string | null>(null)
  if (query.isPending) return <Spinner />
  const lines = (query.data ?? []).filter((line) => !only || only.includes(line.id))

  const run = async (what: string, work: () => Promise<RemovedLine[]>, done: string) => {
    setBusy(what)
    try {
      queryClient.setQueryData(orpc.imports.removedLines.queryKey(), await work())
      toast({ title: done })
    } catch (error) {
      toast({ kind: 'error', title: words.failed, text: troubleWords(error) })
    } finally {
      setBusy(null)
    }
  }
  const forget = (ids: string[]) =>
    void run('all', () => client.imports.confirmRemoved({ ids }), words.confirmed(ids.length))

  if (lines.length === 0) return <p className="text-12 text-fg-3">{words.none}</p>
  return (
    <section className="import-removed">
      <p className="text-12 text-fg-2">{words.text}</p>
      <ul>
        {lines.map((line) => (
          <li key={line.id}>
            <span className="import-removed__what">
              <b className="mono">{words.line(line.variable, line.line)}</b>
              <span className="text-fg-3">{words.key(line.keyName, formatAgo(line.removedAt))}</span>
              <code className="trunc" title={line.path}>
                {line.path}
              </code>
            </span>
            <Button
              size="small"
              busy={busy === line.id}
              disabled={busy !== null}
              onClick={() =>
                void run(line.id, () => client.imports.putBack({ id: line.id }), words.putBackDone(line.variable))
              }
            >
              {words.putBack}
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button busy={busy === 'all'} disabled={busy !== null} onClick={() => forget(lines.map((line) => line.id))}>
          {words.confirm(lines.length)}
        </Button>
      </div>
    </section>
  )
}
