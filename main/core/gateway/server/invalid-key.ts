import { isLocalKeyText, LOCAL_KEY_PREFIX } from '../local-keys/local-key-text.ts'

const invalid = 'The key is not a valid local key of this Keydeck.'

/**
 * What to say of an `Authorization` header that names no active key: the slip that its shape shows, none of its
 * characters, and nothing of which texts were ever issued.
 */
export function invalidKeyMessage(header: string): string {
  return `${invalid} ${slipIn(header)}`
}

function slipIn(header: string): string {
  const text = /^bearer\s+(.*)$/is.exec(header)?.[1]
  if (text === undefined) return 'Send it as "Authorization: Bearer kd_...".'
  if (/^bearer\b/i.test(text))
    return 'The word "Bearer" stands there twice: most tools put it before the key by themselves.'
  if (/^["'`]|["'`]$/.test(text)) return 'It stands in quotes: take them off.'
  if (/[<>{}[\]$%]|your[-_]/i.test(text)) {
    return 'A placeholder stands in its place, or a variable that is not set: put in a local key, which begins with kd_.'
  }
  if (!text.startsWith(LOCAL_KEY_PREFIX)) {
    return "It does not begin with kd_. A provider's key is not accepted here: make a local key on the gateway page of Keydeck."
  }
  if (/\s/.test(text)) return 'It has a space in it: paste it in one piece.'
  if (!isLocalKeyText(text))
    return 'A part of it is missing or wrong: copy it again, or regenerate it on the gateway page.'
  return 'It is unknown: it was deleted, or another Keydeck made it. Make one on the gateway page of Keydeck.'
}
