import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { orpc, queryClient } from '../../lib/client.ts'
import { knownError } from '../../lib/known-error.ts'
import type { Environment } from '../../lib/use-environments.ts'
import { environments } from '../../strings/en/environments.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { EnvironmentMark } from '../../ui/environment-mark.tsx'
import { Field } from '../../ui/field.tsx'
import { SelectBox } from '../../ui/select-box.tsx'
import { useToast } from '../../ui/toast.tsx'
import { refusalWords } from './refusal-words.ts'

const words = environments.removing

interface RemoveDialogProps {
  environment: Environment
  /** Where its keys can go. */
  others: readonly Environment[]
  keys: number
  onClose: () => void
  onRemoved: () => void
}

/** Asks before an environment is removed, and where its keys go. */
export function RemoveDialog({ environment, others, keys, onClose, onRemoved }: RemoveDialogProps) {
  const toast = useToast()
  const [targetId, setTargetId] = useState(others[0]?.id ?? null)
  const target = others.find(({ id }) => id === targetId) ?? null
  const removing = useMutation(
    orpc.environments.remove.mutationOptions({
      onSuccess(left) {
        queryClient.setQueryData(orpc.environments.list.queryKey(), left)
        const moved = keys > 0 && target ? { text: words.movedTo(keys, target.name) } : {}
        toast({ title: words.removed(environment.name), ...moved })
        onRemoved()
      },
    }),
  )
  // The core counts what was just deleted and can come back; the page doesn't see it.
  const [hasHidden, setHasHidden] = useState(false)
  const needsTarget = keys > 0 || hasHidden
  const remove = () =>
    removing.mutate(
      { id: environment.id, ...(needsTarget && targetId ? { moveKeysTo: targetId } : {}) },
      { onError: (error) => setHasHidden(hasHidden || knownError(error)?.reason === 'environment_has_keys') },
    )
  const isRefused = removing.isError && knownError(removing.error)?.reason !== 'environment_has_keys'
  return (
    <ConfirmDialog
      open
      danger
      title={words.title(environment.name)}
      environment={environment}
      confirm={words.submit}
      busy={removing.isPending}
      onCancel={onClose}
      onConfirm={remove}
    >
      <p>{keys > 0 ? words.withKeys(keys) : hasHidden ? words.withDeleted : words.empty}</p>
      {needsTarget ? (
        <Field
          label={words.to}
          hint={target?.guarded ? words.guardedTarget(target.name) : undefined}
          error={isRefused ? refusalWords(removing.error) : null}
          forButton
        >
          <SelectBox
            value={targetId}
            onValueChange={(next) => {
              setTargetId(next)
              removing.reset()
            }}
            options={others.map(({ id, name, colour, shape }) => ({
              value: id,
              text: name,
              content: <EnvironmentMark name={name} colour={colour} shape={shape} />,
            }))}
          />
        </Field>
      ) : isRefused ? (
        <p className="field__error" role="alert">
          {refusalWords(removing.error)}
        </p>
      ) : null}
    </ConfirmDialog>
  )
}
