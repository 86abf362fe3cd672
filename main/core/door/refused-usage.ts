import type { Call } from './call.ts'

const names = /stream_options|include_usage/
/** Letters that no serializer escapes: whoever does hides a word. */
const hidden = /\\u00(?:4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])/i

/**
 * Whether a provider's error says that it does not take the usage event that the door asked for. Where the asker's own
 * words could have brought it about, nobody knows: one asker must not have the figures of all the others switched off.
 */
export function isRefusedUsage(call: Call, status: number, body: string): boolean {
  if (!call.body?.askingForUsage || (status !== 400 && status !== 422) || !names.test(body)) return false
  const { bytes } = call.body
  const said = [
    Buffer.isBuffer(bytes) ? bytes.toString('latin1') : '',
    call.request.path,
    JSON.stringify(call.request.headers),
  ]
  return !said.some((text) => names.test(text) || hidden.test(text))
}
