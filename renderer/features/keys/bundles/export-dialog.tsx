import { useEffect, useRef, useState } from 'react'
import { bundles } from '../../../strings/en/bundles.ts'
import { ui } from '../../../strings/en/ui.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Field } from '../../../ui/field.tsx'
import { Progress } from '../../../ui/progress.tsx'
import { SelectBox } from '../../../ui/select-box.tsx'
import type { KeysDialogProps } from '../keys-dialogs.ts'
import { chosenPassphrase, ExportPassphrase, noPassphrase, type PassphraseDraft } from './export-passphrase.tsx'
import { ExportResult } from './export-result.tsx'
import { exportScopes } from './export-scope.ts'
import { useExport } from './use-export.ts'
import './bundles.css'

/** As many as one file holds. */
const MOST_KEYS = 1_000

const words = bundles.export

/** Exports keys as one file under a passphrase. Mounted while it is open. */
export function ExportDialog({ rows, all, environments, onClose }: KeysDialogProps) {
  const scopes = exportScopes(rows, all, environments)
  const [scopeName, setScopeName] = useState(scopes[0]?.value ?? 'all')
  const scope = scopes.find(({ value }) => value === scopeName) ?? scopes[0]
  const [draft, setDraft] = useState<PassphraseDraft>(noPassphrase)
  const doing = useExport(() => setDraft(noPassphrase))
  const { made, isBusy } = doing
  const done = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (made) done.current?.focus()
  }, [made])

  const keyIds = scope?.keyIds ?? []
  const isTooMany = keyIds.length > MOST_KEYS
  const passphrase = chosenPassphrase(draft)
  const canMake = passphrase !== null && keyIds.length > 0 && !isTooMany
  const change = (part: Partial<PassphraseDraft>) => setDraft((before) => ({ ...before, ...part }))

  if (made) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={words.title}
        actions={
          <>
            <Button onClick={doing.save}>{words.again}</Button>
            <Button ref={done} variant="primary" onClick={onClose}>
              {words.close}
            </Button>
          </>
        }
      >
        <ExportResult made={made} />
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      dismissible={!isBusy}
      actions={
        <>
          <Button disabled={isBusy} onClick={onClose}>
            {ui.cancel}
          </Button>
          <Button
            variant="primary"
            busy={isBusy}
            disabled={!canMake}
            onClick={() => passphrase && doing.make({ keyIds: [...keyIds], passphrase })}
          >
            {words.submit(keyIds.length)}
          </Button>
        </>
      }
      footNote={<FootNote draft={draft} isBusy={isBusy} onStored={(isStored) => change({ isStored })} />}
    >
      <p className="text-fg-2">{words.text}</p>
      <Field label={words.keys} error={isTooMany ? words.tooMany : null} forButton>
        <SelectBox
          value={scope?.value ?? null}
          onValueChange={setScopeName}
          disabled={isBusy}
          options={scopes.map(({ value, text, environment }) => ({
            value,
            text,
            ...(environment ? { content: <EnvironmentMark {...environment} name={text} /> } : {}),
          }))}
        />
      </Field>
      <ExportPassphrase draft={draft} onChange={change} />
      {doing.trouble ? (
        <p className="field__error" role="alert">
          {doing.trouble}
        </p>
      ) : null}
    </Dialog>
  )
}

/** What must be said before the file is made, and that it is being made. */
function FootNote(props: { draft: PassphraseDraft; isBusy: boolean; onStored: (isStored: boolean) => void }) {
  const { draft, isBusy, onStored } = props
  if (isBusy) {
    return (
      <span className="bundle-progress" role="status">
        {words.making}
        <Progress value={null} aria-label={words.making} />
      </span>
    )
  }
  if (draft.way === 'own') return null
  return <Checkbox checked={draft.isStored} label={words.stored} onCheckedChange={onStored} />
}
