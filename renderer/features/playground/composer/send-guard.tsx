import { formatCount, formatMoney } from '../../../lib/format.ts'
import { playground } from '../../../strings/en/playground.ts'
import { GuardDialog } from '../../../ui/guard-dialog.tsx'
import type { GuardedQuestion } from '../conversation/use-asking.ts'

const words = playground.guard

/** The guard's question before a question is sent, with what it would send. */
export function SendGuard({ question, model }: { question: GuardedQuestion; model: string }) {
  const { environment, vaultKey, characters, confirm, cancel } = question
  return (
    <GuardDialog environment={environment} keyName={vaultKey.name} onCancel={cancel} onConfirm={confirm}>
      <dl className="kv">
        <dt>{words.model}</dt>
        <dd>{model}</dd>
        <dt>{words.about}</dt>
        <dd>{words.aboutTokens(formatCount(Math.ceil(characters / 4)))}</dd>
        <dt>{words.thisMonth}</dt>
        <dd>{formatMoney(vaultKey.cost30d)}</dd>
      </dl>
    </GuardDialog>
  )
}
