import type { Environment } from '../../lib/use-environments.ts'
import { gateway } from '../../strings/en/gateway.ts'
import { GuardDialog } from '../../ui/guard-dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

const words = gateway.guard

interface GuardQuestionProps {
  environment: Environment
  /** The local key that a tool asked with. */
  keyName: string
  onClose: () => void
}

/** Asks whether tools may call a guarded environment in this session. */
export function GuardQuestion({ environment, keyName, onClose }: GuardQuestionProps) {
  const toast = useToast()
  return (
    <GuardDialog
      environment={environment}
      keyName={keyName}
      confirm={words.confirm}
      words={{ title: words.title(environment.name), text: words.text(keyName) }}
      onCancel={onClose}
      onConfirm={() => {
        onClose()
        toast({ title: words.done(environment.name) })
      }}
    />
  )
}
