import { keysEdit } from '../../../strings/en/keys-edit.ts'
import { ChipsEditor } from '../../../ui/chips-editor.tsx'
import type { EditControl } from '../../../ui/edit-row.tsx'
import { longestTag, mostTags, readTags } from './tags.ts'

interface TagsEditorProps {
  tags: readonly string[]
  onChange: (tags: readonly string[]) => void
  /** Tags that are in use, the most used first. */
  offered: readonly string[]
  label: string
  control?: EditControl
}

/** A key's tags. */
export function TagsEditor({ tags, ...rest }: TagsEditorProps) {
  return (
    <ChipsEditor {...rest} items={tags} words={keysEdit.tags} read={readTags} most={mostTags} longest={longestTag} />
  )
}
