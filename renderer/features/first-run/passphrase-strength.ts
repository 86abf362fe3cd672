/** The shortest passphrase that the contract accepts. */
export const shortestPassphrase = 8

/** How good a passphrase is, in words rather than a bar that flatters. */
export type Strength = 'empty' | 'short' | 'weak' | 'fair' | 'strong'

const runs = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '01234567890']
const allRuns = [...runs, ...runs.map((run) => run.split('').toReversed().join(''))]

/** Characters that add something: repeats and keyboard runs count once. */
function effectiveLength(text: string): number {
  const lower = text.toLowerCase()
  let length = 0
  for (let index = 0; index < lower.length; index += 1) {
    const pair = lower.slice(Math.max(0, index - 1), index + 1)
    const isRepeat = index > 0 && pair[0] === pair[1]
    const isRun = index > 0 && allRuns.some((run) => run.includes(pair))
    if (!isRepeat && !isRun) length += 1
  }
  const different = new Set(lower).size
  return Math.min(length, different * 2)
}

/** Judges a passphrase by its useful length and the kinds of characters in it. A guess, not a promise. */
export function strengthOf(passphrase: string): Strength {
  if (passphrase === '') return 'empty'
  if (passphrase.length < shortestPassphrase) return 'short'
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(passphrase)).length
  const bits = effectiveLength(passphrase) * (2.2 + kinds * 0.6)
  if (bits < 40) return 'weak'
  return bits < 62 ? 'fair' : 'strong'
}
