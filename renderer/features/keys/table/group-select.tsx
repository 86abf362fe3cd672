import { memo } from 'react'
import { useSettings, useUpdateSettings } from '../../../lib/use-settings.ts'
import { keysTable } from '../../../strings/en/keys-table.ts'
import { Select } from '../../../ui/select.tsx'
import type { KeysGroup } from './key-groups.tsx'

const words = keysTable.groupBy
const choices: readonly KeysGroup[] = ['environment', 'provider', 'none']

/** What the table is grouped by; remembered. */
export function useKeysGroup(): KeysGroup {
  return useSettings()?.keysGroup ?? 'environment'
}

/** Chooses what stands together. */
export const GroupSelect = memo(function GroupSelect() {
  const group = useKeysGroup()
  const update = useUpdateSettings()
  return (
    <Select
      aria-label={words.label}
      size="small"
      className="group-select"
      value={group}
      onValueChange={(keysGroup) => update.mutate({ keysGroup })}
      options={choices.map((value) => ({
        value,
        text: words[value],
        ...(value === group ? { content: words.face(words[value]) } : {}),
      }))}
    />
  )
})
