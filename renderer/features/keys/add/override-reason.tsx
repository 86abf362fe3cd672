import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { keysAdd as words } from '../../../strings/en/keys-add.ts'
import { Field } from '../../../ui/field.tsx'
import { TextInput } from '../../../ui/text-input.tsx'

interface OverrideReasonProps {
  text: string
  reason: string
  onReasonChange: (reason: string) => void
}

/** The warning about one secret in two environments: it can be overridden, with a reason that is kept. */
export function OverrideReason({ text, reason, onReasonChange }: OverrideReasonProps) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <div className="add-key__warning" role="alert">
      <p>
        <TriangleAlert className="i fg-warn" aria-hidden="true" />
        <b>{words.conflict.otherTitle}</b>
      </p>
      <p className="text-fg-2">{text}</p>
      <Field label={words.conflict.reason} hint={words.conflict.reasonHint}>
        <TextInput
          ref={field}
          value={reason}
          maxLength={200}
          placeholder={words.conflict.reasonPlaceholder}
          onValueChange={onReasonChange}
        />
      </Field>
    </div>
  )
}
