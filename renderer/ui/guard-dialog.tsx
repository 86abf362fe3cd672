import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { orpc, queryClient } from '../lib/client.ts'
import type { Environment } from '../lib/use-environments.ts'
import { environments } from '../strings/en/environments.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'

const words = environments.guard

export interface GuardDialogProps {
  environment: Environment
  /** The name of the key that would be used. */
  keyName: string
  /** The verb on the button. Default: "Send". */
  confirm?: string
  /** The question, and what a yes means, where it isn't about one call of this page. */
  words?: { title: string; text: string }
  onCancel: () => void
  /** Called once the core has the person's yes: until Keydeck ends it won't refuse this environment. */
  onConfirm: () => void
  /** What would be sent, and what it costs. */
  children?: ReactNode
}

/** Asks before the first call that can cost money in a guarded environment. The focus is on Cancel: a stray Enter sends nothing. */
export function GuardDialog(props: GuardDialogProps) {
  const { environment, keyName, confirm, onCancel, onConfirm, children } = props
  const said = props.words ?? { title: words.title(environment.name), text: words.text(keyName) }
  const saying = useMutation(
    orpc.environments.confirm.mutationOptions({
      onSuccess: (confirmed) => {
        queryClient.setQueryData(orpc.environments.list.queryKey(), (list) =>
          list?.map((one) => (one.id === confirmed.id ? confirmed : one)),
        )
        onConfirm()
      },
    }),
  )
  return (
    <ConfirmDialog
      open
      cautious
      title={said.title}
      environment={environment}
      confirm={confirm ?? words.send}
      busy={saying.isPending}
      onCancel={onCancel}
      onConfirm={() => saying.mutate({ id: environment.id })}
    >
      <p>{said.text}</p>
      {children}
      {saying.isError ? (
        <p className="field__error" role="alert">
          {words.failed} {saying.error.message}
        </p>
      ) : null}
    </ConfirmDialog>
  )
}
