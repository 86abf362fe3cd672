import { useLayoutEffect, useRef } from 'react'
import { registerShortcut, type Shortcut } from './shortcut-registry.ts'
import type { Combo } from './shortcuts.ts'

/** What a shortcut says of itself, for the keyboard help, and when it may run. */
export interface ShortcutOptions extends Pick<Shortcut, 'label' | 'group' | 'inText' | 'inDialog'> {
  /** Off while false: it is then absent from the keyboard help too. */
  enabled?: boolean
}

/**
 * Binds a shortcut while the component is mounted, and lists it in the keyboard help. Guarded for input methods; a
 * plain key never fires in a text field. Bound before what it belongs to is drawn: a key that is pressed at once counts.
 */
export function useShortcut(combo: Combo, run: () => void, options: ShortcutOptions): void {
  const latest = useRef(run)
  useLayoutEffect(() => {
    latest.current = run
  })
  const { label, group, inText = false, inDialog = false, enabled = true } = options
  useLayoutEffect(() => {
    if (!enabled) return
    return registerShortcut({ combo, label, group, inText, inDialog, run: () => latest.current() })
  }, [combo, label, group, inText, inDialog, enabled])
}

/** Lists keys in the keyboard help that a part of the page handles by itself. Keep `list` stable between renders. */
export function useListedShortcuts(group: string, list: readonly (readonly [combo: Combo, label: string])[]): void {
  useLayoutEffect(() => {
    const removers = list.map(([combo, label]) =>
      registerShortcut({ combo, label, group, isLocal: true, run: () => undefined }),
    )
    return () => {
      for (const remove of removers) remove()
    }
  }, [group, list])
}
