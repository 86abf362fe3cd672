import { X } from 'lucide-react'
import { formatCount } from '../../lib/format.ts'
import { playground } from '../../strings/en/playground.ts'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { TextArea } from '../../ui/text-area.tsx'

const words = playground.run

export interface RunPanelProps {
  system: string
  onSystem: (system: string) => void
  onClose: () => void
}

/** What the next question is asked with, beside key and model. */
export function RunPanel({ system, onSystem, onClose }: RunPanelProps) {
  const fields = ['model', 'messages', 'stream']
  return (
    <SidePanel
      aria-label={playground.head.runSettings}
      className="run-panel"
      head={
        <header className="head head--line">
          <h2>{words.title}</h2>
          <span className="head__end">
            <IconButton
              size="small"
              label={playground.head.hideRunSettings}
              icon={<X className="i i--14" />}
              onClick={onClose}
            />
          </span>
        </header>
      }
    >
      <section className="sect">
        <Field
          label={words.system}
          hint={words.systemHint}
          aside={system === '' ? null : words.characters(formatCount(system.length))}
        >
          <TextArea
            value={system}
            onValueChange={onSystem}
            placeholder={words.systemPlaceholder}
            className="run-panel__system"
            maxLines={24}
            maxLength={200_000}
          />
        </Field>
      </section>
      <section className="sect">
        <h3>{words.body}</h3>
        <p className="body-fields mono">
          {fields.map((field) => (
            <span key={field}>{field}</span>
          ))}
        </p>
        <p className="hint">{words.bodyHint}</p>
      </section>
    </SidePanel>
  )
}
