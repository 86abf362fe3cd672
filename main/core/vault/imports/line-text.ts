import { refuseSecret } from '../secret-store/secret-rules.ts'

/**
 * A line's bytes as a text that every secret store keeps unchanged: what isn't plain ASCII, spaces and line endings
 * stand as `%` and two hex digits. Null where that is longer than a store takes.
 */
export function encodeLine(bytes: Buffer): string | null {
  let text = ''
  for (const byte of bytes) {
    const isPlain = byte > 0x20 && byte < 0x7f && byte !== 0x25
    text += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`
  }
  return refuseSecret(text) === null ? text : null
}

/** The bytes again. Null where the text is none that `encodeLine` made. */
export function decodeLine(text: string): Buffer | null {
  if (!/^(?:[!-$&-~]|%[\da-f]{2})+$/.test(text)) return null
  const latin1 = text.replace(/%(..)/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(latin1, 'latin1')
}

/** The line without its ending: two lines that differ in nothing else are the same. */
export function withoutEnding(bytes: Buffer): Buffer {
  let length = bytes.length
  if (bytes[length - 1] === 0x0a) length -= 1
  if (bytes[length - 1] === 0x0d) length -= 1
  return bytes.subarray(0, length)
}
