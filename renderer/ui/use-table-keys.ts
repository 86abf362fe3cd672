import { useMemo } from 'react'
import { useListedShortcuts } from '../lib/use-shortcut.ts'
import type { ui } from '../strings/en/ui.ts'

type TableKeyWords = ReturnType<typeof ui.tableKeys>

/** Where a table's own keys stand in the keyboard help, and how they are told there. */
export interface TableKeysHelp {
  group: string
  words: TableKeyWords
}

const keys = [
  ['arrowdown', 'move'],
  ['end', 'edges'],
  ['pagedown', 'pages'],
  ['enter', 'open'],
  ['a–z', 'find'],
  ['arrowup', 'heads'],
] as const
const choosingKeys = [
  ['space', 'choose'],
  ['shift+arrowdown', 'range'],
  ['mod+a', 'all'],
] as const

/** Lists in the keyboard help what a table does with keys. */
export function useTableKeys(help: TableKeysHelp | undefined, canChoose: boolean): void {
  const words = help?.words
  const list = useMemo(
    () =>
      words ? [...keys, ...(canChoose ? choosingKeys : [])].map(([combo, name]) => [combo, words[name]] as const) : [],
    [words, canChoose],
  )
  useListedShortcuts(help?.group ?? '', list)
}
