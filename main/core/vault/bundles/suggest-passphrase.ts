import { randomInt } from 'node:crypto'

/** Without what is mistaken for one another in print or handwriting: 0 and o, 1, i and l. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz'

/** Six groups of five out of 31 characters: 148 bits. */
export function suggestPassphrase(): string {
  const group = () => Array.from({ length: 5 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
  return Array.from({ length: 6 }, group).join('-')
}
