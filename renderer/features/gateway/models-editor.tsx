import { localKeys } from '../../strings/en/local-keys.ts'
import { ChipsEditor } from '../../ui/chips-editor.tsx'
import type { EditControl } from '../../ui/edit-row.tsx'

const words = localKeys.fields
const longest = 120

interface ModelsEditorProps {
  /** Null is every model. */
  models: readonly string[] | null
  onChange: (models: readonly string[] | null) => void
  offered: readonly string[]
  control?: EditControl
}

/** Which models a local key may use: ids, or patterns with `*`. */
export function ModelsEditor({ models, onChange, ...rest }: ModelsEditorProps) {
  return (
    <ChipsEditor
      {...rest}
      mono
      items={models ?? []}
      onChange={(items) => onChange(items.length === 0 ? null : items)}
      label={words.models}
      words={words.modelChips}
      read={readModels}
      most={200}
      longest={longest}
    />
  )
}

function readModels(typed: string): string[] {
  return typed
    .split(/[,\s]+/)
    .map((part) => part.slice(0, longest))
    .filter(Boolean)
}
