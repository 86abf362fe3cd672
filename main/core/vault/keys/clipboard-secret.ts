import { KeydeckError } from '../../keydeck-error.ts'
import type { ClipboardReader } from '../../ports.ts'

/** A clipboard that holds more than this holds no key. */
const MOST_TEXT = 8_000

/** One key from the clipboard, which the page never sees. Throws INVALID with the reason where it can't be one. */
export async function readClipboardSecret(clipboard: ClipboardReader): Promise<string> {
  const text = await readClipboardText(clipboard)
  if (text.length > MOST_TEXT) throw new KeydeckError('INVALID', { field: 'secret', reason: 'too_long' })
  return text
}

/** The clipboard's text. Throws INVALID where there is none. */
export async function readClipboardText(clipboard: ClipboardReader): Promise<string> {
  if (!clipboard.available) throw refuse('unavailable')
  const text = await clipboard.readText().catch(() => {
    throw refuse('unreadable')
  })
  if (text.trim() === '') throw refuse('empty')
  return text
}

const refuse = (reason: 'unavailable' | 'unreadable' | 'empty') =>
  new KeydeckError('INVALID', { field: 'clipboard', reason })
