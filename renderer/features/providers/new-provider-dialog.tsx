import { useId, useRef } from 'react'
import type { Provider } from '../../../contract/providers.ts'
import { useAddProvider } from '../../lib/use-add-provider.ts'
import { providerForm } from '../../strings/en/provider-form.ts'
import { ui } from '../../strings/en/ui.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProviderFields } from '../../ui/provider-fields.tsx'

interface NewProviderDialogProps {
  onClose: () => void
  onAdded: (provider: Provider) => void
}

/** Adds a provider that isn't listed; headers, tiers and prices follow in its own form. */
export function NewProviderDialog({ onClose, onAdded }: NewProviderDialogProps) {
  const formId = useId()
  const form = useAddProvider(onAdded)
  const first = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open
      onClose={onClose}
      title={providerForm.title}
      initialFocus={first}
      size="wide"
      actions={
        <>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" shortcut="enter" busy={form.isBusy}>
            {providerForm.submit}
          </Button>
        </>
      }
    >
      <ProviderFields formId={formId} form={form} first={first} />
    </Dialog>
  )
}
