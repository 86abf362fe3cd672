import { loud, notImplemented } from './loud.ts'
import type { Stands } from './stands.ts'

type Payloads = ConstructorParameters<typeof Electron.ClipboardItem>[0]

/** One entry with its payloads by MIME type. Bookmarks and promises, which Electron takes too, are not stood in for. */
export class ClipboardItem implements Stands<Electron.ClipboardItem, 'types'> {
  readonly types: string[]
  readonly payloads: ReadonlyMap<string, Blob>

  constructor(items: Payloads) {
    const pairs = Object.entries(items).map(([type, payload]): [string, Blob] => {
      if (typeof payload === 'string') return [type, new Blob([payload])]
      if (payload instanceof Blob) return [type, payload]
      return notImplemented(`a ClipboardItem whose ${type} is neither a string nor a Blob`)
    })
    this.payloads = new Map(pairs)
    this.types = pairs.map(([type]) => type)
    return loud<ClipboardItem>('ClipboardItem', this)
  }
}

let held: ReadonlyMap<string, Blob> = new Map()

/** A clipboard of its own, apart from the system's. */
export const clipboard = loud('clipboard', {
  readText: async (): Promise<string> => (await held.get('text/plain')?.text()) ?? '',
  writeText: async (text: string): Promise<void> => {
    held = new Map([['text/plain', new Blob([text])]])
  },
  write: async (data: ClipboardItem[]): Promise<void> => {
    held = new Map(data.flatMap((item) => [...item.payloads]))
  },
  clear: (): void => {
    held = new Map()
  },
} satisfies Stands<Electron.Clipboard, 'clear' | 'readText' | 'write' | 'writeText'>)

/** What lies on it, for tests: each type with its bytes. */
export async function clipboardFormats(): Promise<Record<string, readonly number[]>> {
  const pairs = [...held].map(async ([type, blob]) => [type, [...new Uint8Array(await blob.arrayBuffer())]] as const)
  return Object.fromEntries(await Promise.all(pairs))
}
