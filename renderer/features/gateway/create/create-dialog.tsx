import { type FormEvent, useId, useRef, useState } from 'react'
import type { IssuedLocalKey } from '../../../../contract/local-keys.ts'
import { client } from '../../../lib/client.ts'
import { knownError } from '../../../lib/known-error.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { ui } from '../../../strings/en/ui.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { refusalWords } from '../refusal-words.ts'
import type { GatewayData } from '../use-gateway-data.ts'
import { CreateFields } from './create-fields.tsx'
import { type Draft, type DraftErrors, emptyDraft, readDraft } from './draft.ts'

const words = localKeys.create

interface CreateDialogProps {
  data: GatewayData
  current: Environment | null
  onIssued: (issued: IssuedLocalKey) => void
  onClose: () => void
}

/** Makes a local key. Its text comes once, in the dialog after this one. */
export function CreateDialog({ data, current, onIssued, onClose }: CreateDialogProps) {
  const { environments, vaultKeys } = data
  const formId = useId()
  const nameField = useRef<HTMLInputElement>(null)
  const [draft, setDraft] = useState<Draft>(() => emptyDraft((current ?? placeFor(environments))?.id ?? ''))
  const [errors, setErrors] = useState<DraftErrors>({})
  const [trouble, setTrouble] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const environment = environments.find(({ id }) => id === draft.environmentId)
  const change = (part: Partial<Draft>) => {
    // Vault keys are of one environment.
    const isMoved = part.environmentId !== undefined && part.environmentId !== draft.environmentId
    setDraft((before) => ({ ...before, ...part, ...(isMoved ? { vaultKeyIds: null } : {}) }))
    setErrors({})
    setTrouble(null)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    const read = readDraft(draft)
    if ('errors' in read) {
      setErrors(read.errors)
      if (read.errors.name) nameField.current?.focus()
      return
    }
    setIsBusy(true)
    try {
      onIssued(await client.gateway.localKeys.create(read.key))
    } catch (error) {
      const field = knownError(error)?.field
      if (field) setErrors({ [field]: refusalWords(error) })
      else setTrouble(`${words.failed} ${refusalWords(error)}`)
      setIsBusy(false)
    }
  }
  return (
    <Dialog
      open
      size="wide"
      title={words.title}
      environmentColour={environment?.colour}
      initialFocus={nameField}
      dismissible={!isBusy}
      onClose={onClose}
      actions={
        <>
          <Button disabled={isBusy} onClick={onClose}>
            {ui.cancel}
          </Button>
          <Button variant="primary" type="submit" form={formId} busy={isBusy}>
            {words.submit}
          </Button>
        </>
      }
    >
      <form id={formId} className="local-key-form" noValidate onSubmit={(event) => void submit(event)}>
        <p className="text-fg-2 local-key-form__whole">{words.text}</p>
        <CreateFields
          draft={draft}
          errors={errors}
          onChange={change}
          environments={environments}
          vaultKeys={vaultKeys}
          nameField={nameField}
        />
        {trouble ? (
          <p className="field__error local-key-form__whole" role="alert">
            {trouble}
          </p>
        ) : null}
      </form>
    </Dialog>
  )
}

/** Where a key goes while all environments are shown: into one that isn't guarded. */
const placeFor = (environments: readonly Environment[]) =>
  environments.find(({ guarded }) => !guarded) ?? environments[0]
