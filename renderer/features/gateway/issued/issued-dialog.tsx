import { useBlocker } from '@tanstack/react-router'
import { Check, Terminal } from 'lucide-react'
import { useState } from 'react'
import type { IssuedLocalKey } from '../../../../contract/local-keys.ts'
import { keyPlace } from '../../../lib/copy-issued.ts'
import { formatDate, formatMoney } from '../../../lib/format.ts'
import { useHost } from '../../../lib/use-host.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ShownOnce } from '../../../ui/shown-once.tsx'
import { useCopyIssued } from '../../../ui/use-copy-issued.ts'
import { keyVariable, setVariables } from '../tools/tool.ts'
import type { GatewayData } from '../use-gateway-data.ts'
import { useIssuedEnd } from './use-issued-end.ts'

const words = localKeys.issued

interface IssuedDialogProps {
  issued: IssuedLocalKey
  data: GatewayData
  onStored: (id: string) => void
  onConnect: (issued: IssuedLocalKey) => void
}

/** Shows a local key's text this once. It closes only when the person has it: nobody can show it again. */
export function IssuedDialog({ issued, data, onStored, onConnect }: IssuedDialogProps) {
  const { key, ticket, shownOnce } = issued
  const [isStored, setIsStored] = useState(false)
  const end = useIssuedEnd(
    issued,
    data.rows.find((row) => row.key.id === key.id),
  )
  useHeld(!isStored && end === null)
  const environment = data.environments.find(({ id }) => id === key.environmentId)
  return (
    <Dialog
      open
      dismissible={false}
      title={words.title(key.name)}
      environment={environment}
      onClose={() => onStored(key.id)}
      footNote={
        end === null ? <Checkbox checked={isStored} label={words.stored} onCheckedChange={setIsStored} /> : null
      }
      actions={
        <>
          {end === null ? <Button onClick={() => onConnect(issued)}>{words.connect}</Button> : null}
          <Button variant="primary" disabled={!isStored && end === null} onClick={() => onStored(key.id)}>
            {words.done}
          </Button>
        </>
      }
    >
      {end === null ? (
        <p className="text-fg-2">{key.regeneratedAt === null ? words.text : words.again}</p>
      ) : (
        <p className="field__error" role="alert">
          {words.ended[end]}
        </p>
      )}
      <ShownOnce
        text={shownOnce}
        ticket={ticket}
        label={words.label}
        actions={<CopyAsLine ticket={ticket} shownOnce={shownOnce} />}
      />
      <dl className="kv">
        <dt>{words.account}</dt>
        <dd>
          {`${localKeys.accountTypes[key.accountType]}, ${localKeys.fields.limit(key.effectiveRequestsPerMinute).toLowerCase()}`}
        </dd>
        <dt>{words.models}</dt>
        <dd>{key.models ? <span className="mono">{key.models.join(', ')}</span> : words.allModels}</dd>
        {key.monthlyBudget === null ? null : (
          <>
            <dt>{words.budget}</dt>
            <dd>{words.aMonth(formatMoney(key.monthlyBudget))}</dd>
          </>
        )}
        {key.expiresAt === null ? null : (
          <>
            <dt>{words.expires}</dt>
            <dd>{formatDate(key.expiresAt)}</dd>
          </>
        )}
      </dl>
    </Dialog>
  )
}

/** Keeps the page from being left, by a way back too, while a text would be lost with it. */
function useHeld(isHeld: boolean): void {
  // A window of the desktop app has no question of its own: there the browser's would only keep it from closing.
  const asksOnUnload = useHost()?.kind === 'headless'
  useBlocker({
    shouldBlockFn: ({ current, next }) => isHeld && current.pathname !== next.pathname,
    enableBeforeUnload: isHeld && asksOnUnload,
  })
}

function CopyAsLine({ ticket, shownOnce }: Pick<IssuedLocalKey, 'ticket' | 'shownOnce'>) {
  const platform = useHost()?.platform ?? 'other'
  const within = setVariables(platform, { [keyVariable]: keyPlace })
  const { isCopied, copy } = useCopyIssued(ticket)
  return (
    <Button
      size="small"
      variant="ghost"
      icon={isCopied(within) ? <Check className="i i--14" /> : <Terminal className="i i--14" />}
      onClick={() => void copy({ ticket, shownOnce, within })}
    >
      {words.variable}
    </Button>
  )
}
