import { useShortcut } from '../../lib/use-shortcut.ts'
import { gateway } from '../../strings/en/gateway.ts'
import type { LocalKeyRow } from './types.ts'

const words = gateway.commands

interface PageKeys {
  selected: LocalKeyRow | undefined
  on: {
    create: () => void
    regenerate: (row: LocalKeyRow) => void
    remove: (row: LocalKeyRow) => void
    close: () => void
  }
  focusSearch: () => void
  canLeave: boolean
}

/** The keys that work on this page. Its commands are in the palette everywhere. */
export function useGatewayKeys({ selected, on, focusSearch, canLeave }: PageKeys): void {
  const { group } = words
  const isActive = selected?.key.status === 'active'
  useShortcut('n', on.create, { label: gateway.keys.new, group })
  useShortcut('/', focusSearch, { label: words.search, group })
  useShortcut('r', () => selected && on.regenerate(selected), { label: words.regenerate, group, enabled: isActive })
  useShortcut('delete', () => selected && on.remove(selected), {
    label: words.remove,
    group,
    enabled: selected !== undefined,
  })
  useShortcut('escape', on.close, { label: words.close, group, inText: true, enabled: canLeave })
}
