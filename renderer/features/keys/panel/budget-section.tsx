import { useQuery } from '@tanstack/react-query'
import { Wallet } from 'lucide-react'
import { useMemo } from 'react'
import { orpc } from '../../../lib/client.ts'
import { formatMoney } from '../../../lib/format.ts'
import { useToday } from '../../../lib/use-today.ts'
import { keysPanel } from '../../../strings/en/keys-panel.ts'
import { Progress } from '../../../ui/progress.tsx'
import type { KeyRow } from '../types.ts'

const words = keysPanel.budget

/** What is spent of the month's budget. */
export function BudgetSection({ row, budget }: { row: KeyRow; budget: number }) {
  const { to } = useToday()
  const input = useMemo(() => {
    const now = new Date(to - 1)
    return { from: new Date(now.getFullYear(), now.getMonth(), 1).getTime(), to, filter: { keyId: row.key.id } }
  }, [to, row.key.id])
  const spent = useQuery(orpc.calls.totals.queryOptions({ input })).data?.cost
  if (spent === undefined) return null
  const share = budget === 0 ? 1 : spent / budget
  return (
    <section className="sect">
      <h3>
        <Wallet className="i i--14" aria-hidden="true" />
        {words.heading}
        <span className="sect__end">{words.of(formatMoney(spent), formatMoney(budget))}</span>
      </h3>
      <Progress value={share} tone={share >= 1 ? 'bad' : share >= 0.8 ? 'warn' : 'normal'} aria-label={words.heading} />
      {share >= 1 ? <p className="rotation__ends fg-bad">{words.over}</p> : null}
    </section>
  )
}
