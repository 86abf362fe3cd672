import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** How every local key begins, so that people and scanners can tell one. */
export const LOCAL_KEY_PREFIX = 'kd_'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 62 to the 43rd is just over 2 to the 256th. */
const RANDOM_DIGITS = 43
const CHECK_DIGITS = 6
const SHAPE = new RegExp(`^${LOCAL_KEY_PREFIX}([0-9A-Za-z]{${RANDOM_DIGITS}})([0-9A-Za-z]{${CHECK_DIGITS}})$`)

/** The text of a local key: its prefix, 256 random bits, and a checksum by which a scanner tells it from any other text. */
export function localKeyText(random: Uint8Array = randomBytes(32)): string {
  const digits = inBase62(BigInt(`0x${Buffer.from(random).toString('hex')}`), RANDOM_DIGITS)
  return `${LOCAL_KEY_PREFIX}${digits}${checksumOf(digits)}`
}

/** Whether a text is what `localKeyText` makes; no look at which were ever made. */
export function isLocalKeyText(text: string): boolean {
  const match = SHAPE.exec(text)
  return match !== null && checksumOf(match[1] ?? '') === match[2]
}

/** All that is ever kept of a local key's text, but for its last four characters. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

const checksumOf = (digits: string) => inBase62(BigInt(crc32(digits)), CHECK_DIGITS)

function inBase62(value: bigint, length: number): string {
  let digits = ''
  for (let rest = value; digits.length < length; rest /= 62n) digits = `${DIGITS[Number(rest % 62n)]}${digits}`
  return digits
}
