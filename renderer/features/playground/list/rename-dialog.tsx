import { type FormEvent, useState } from 'react'
import { client } from '../../../lib/client.ts'
import { playground } from '../../../strings/en/playground.ts'
import { ui } from '../../../strings/en/ui.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import type { ConversationSummary } from '../types.ts'

const words = playground.list
const FORM = 'rename-conversation'

/** Gives a conversation another title. */
export function RenameDialog({ conversation, onClose }: { conversation: ConversationSummary; onClose: () => void }) {
  const [title, setTitle] = useState(conversation.title)
  const [error, setError] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    client.playground.conversations.rename({ id: conversation.id, title }).then(onClose, () => setError(words.badTitle))
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.renameTitle}
      actions={
        <>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button variant="primary" type="submit" form={FORM} disabled={title.trim() === ''}>
            {words.save}
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={submit}>
        <Field label={words.name} error={error}>
          <TextInput value={title} onValueChange={setTitle} maxLength={80} onFocus={(event) => event.target.select()} />
        </Field>
      </form>
    </Dialog>
  )
}
