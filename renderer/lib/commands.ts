import { type ComponentType, useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { registerShortcut } from './shortcut-registry.ts'
import type { Combo } from './shortcuts.ts'

/** Something the command palette can do. */
export interface Command {
  /** Unique, as in `keys.add`. */
  id: string
  title: string
  /** Other words people may type for it. */
  keywords?: string
  icon?: ComponentType<{ className?: string }>
  /** Also binds the keys, and lists them in the keyboard help under `group`. */
  shortcut?: Combo
  group?: string
  run: () => void
}

let commands: readonly Command[] = []
const listeners = new Set<() => void>()

function publish(next: readonly Command[]): void {
  commands = next
  for (const listener of listeners) listener()
}

function watch(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The commands that are registered now, in the order in which they came. */
export function useRegisteredCommands(): readonly Command[] {
  return useSyncExternalStore(watch, () => commands)
}

/**
 * Registers commands for the palette while the component is mounted; those with a shortcut are bound and listed in the
 * keyboard help. Handlers may change on every render; the list itself is compared by id, title and shortcut.
 */
export function useCommands(list: readonly Command[]): void {
  const latest = useRef(list)
  useLayoutEffect(() => {
    latest.current = list
  })
  const signature = list
    .map((command) => [command.id, command.title, command.shortcut, command.group].join('\n'))
    .join('\n\n')
  useLayoutEffect(() => {
    if (signature === '') return
    const mine = latest.current.map((command) => ({
      ...command,
      run: () => latest.current.find((candidate) => candidate.id === command.id)?.run(),
    }))
    publish([...commands, ...mine])
    const removers = mine.map((command) =>
      command.shortcut && command.group
        ? registerShortcut({ combo: command.shortcut, label: command.title, group: command.group, run: command.run })
        : undefined,
    )
    return () => {
      publish(commands.filter((command) => !mine.includes(command)))
      for (const remove of removers) remove?.()
    }
  }, [signature])
}
