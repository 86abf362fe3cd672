import { useId, useRef, useState } from 'react'
import type { Provider } from '../../../../contract/providers.ts'
import { useAddProvider } from '../../../lib/use-add-provider.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { keysAdd as words } from '../../../strings/en/keys-add.ts'
import { providerForm } from '../../../strings/en/provider-form.ts'
import { ui } from '../../../strings/en/ui.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ProviderFields } from '../../../ui/provider-fields.tsx'
import { AddKeySubmit, StoredWhere } from './add-key-actions.tsx'
import { AddKeyFields } from './add-key-fields.tsx'
import { type Added, useAddKey } from './use-add-key.ts'

interface AddKeyDialogProps {
  providers: readonly Provider[]
  environments: readonly Environment[]
  /** The environment that is chosen in the frame. */
  environmentId: string | null
  onClose: () => void
  onAdded: (added: Added) => void
}

/** Adds a key, and a provider for it where it isn't listed. Mounted while it is open. */
export function AddKeyDialog({ providers, environments, environmentId, onClose, onAdded }: AddKeyDialogProps) {
  const formId = useId()
  const form = useAddKey({ providers, environments, environmentId, onAdded })
  const [isProvider, setIsProvider] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  const provider = useAddProvider((added) => {
    form.change({ providerId: added.id })
    setIsProvider(false)
  })
  return (
    <>
      <Dialog
        open={!isProvider}
        onClose={onClose}
        title={words.title}
        environmentColour={form.environment?.colour}
        initialFocus={form.secret}
        size="wide"
        footNote={<StoredWhere form={form} />}
        actions={
          <>
            <Button onClick={onClose}>{ui.cancel}</Button>
            <AddKeySubmit form={form} formId={formId} />
          </>
        }
      >
        <AddKeyFields
          formId={formId}
          form={form}
          providers={providers}
          environments={environments}
          onCustomProvider={() => setIsProvider(true)}
        />
      </Dialog>
      <Dialog
        open={isProvider}
        onClose={() => setIsProvider(false)}
        title={providerForm.title}
        initialFocus={first}
        size="wide"
        actions={
          <>
            <Button onClick={() => setIsProvider(false)}>{providerForm.back}</Button>
            <Button type="submit" form={`${formId}-provider`} variant="primary" shortcut="enter" busy={provider.isBusy}>
              {providerForm.submit}
            </Button>
          </>
        }
      >
        <ProviderFields formId={`${formId}-provider`} form={provider} first={first} />
      </Dialog>
    </>
  )
}
