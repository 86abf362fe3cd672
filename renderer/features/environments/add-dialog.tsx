import { useMutation } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { orpc, queryClient } from '../../lib/client.ts'
import type { Environment } from '../../lib/use-environments.ts'
import { environments } from '../../strings/en/environments.ts'
import { ui } from '../../strings/en/ui.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { GuardField } from './guard-field.tsx'
import { refusalWords } from './refusal-words.ts'
import { RotationField } from './rotation-field.tsx'
import { freshLook, LookFields } from './swatches.tsx'

const words = environments.adding

interface AddDialogProps {
  present: readonly Environment[]
  onClose: () => void
  onAdded: (environment: Environment) => void
}

/** Asks what a new environment is like. It comes last; its place is changed in the list. */
export function AddDialog({ present, onClose, onAdded }: AddDialogProps) {
  const formId = useId()
  const nameInput = useRef<HTMLInputElement>(null)
  const [fields, setFields] = useState(() => ({
    name: '',
    guarded: false,
    rotateAfterDays: null as number | null,
    ...freshLook(present),
  }))
  const change = (changes: Partial<typeof fields>) => setFields((now) => ({ ...now, ...changes }))
  const adding = useMutation(
    orpc.environments.add.mutationOptions({
      onSuccess(added) {
        queryClient.setQueryData(orpc.environments.list.queryKey(), (list) => list && [...list, added])
        onAdded(added)
      },
    }),
  )
  const [isNameMissing, setIsNameMissing] = useState(false)
  const submit = () => {
    const name = fields.name.trim()
    setIsNameMissing(name === '')
    if (name === '') nameInput.current?.focus()
    else adding.mutate({ ...fields, name }, { onError: () => nameInput.current?.focus() })
  }
  const error = isNameMissing ? environments.refusals.name : adding.isError ? refusalWords(adding.error) : null
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      environment={fields}
      initialFocus={nameInput}
      actions={
        <>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" busy={adding.isPending}>
            {words.submit}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="envform"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Field label={environments.fields.name} error={error}>
          <TextInput
            ref={nameInput}
            value={fields.name}
            maxLength={80}
            onValueChange={(name) => {
              change({ name })
              setIsNameMissing(false)
              adding.reset()
            }}
          />
        </Field>
        <LookFields look={fields} onChange={change} />
        <GuardField guarded={fields.guarded} onChange={(guarded) => change({ guarded })} />
        <RotationField days={fields.rotateAfterDays} onChange={(rotateAfterDays) => change({ rotateAfterDays })} />
      </form>
    </Dialog>
  )
}
