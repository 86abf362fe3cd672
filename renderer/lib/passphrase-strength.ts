/** The shortest passphrase that the contract accepts. */
export const shortestPassphrase = 8

/** How good a passphrase is, in words rather than a bar that flatters. */
export type Strength = 'empty' | 'short' | 'weak' | 'fair' | 'strong'

const runs = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '01234567890']
const allRuns = [...runs, ...runs.map((run) => run.split('').toReversed().join(''))]

/** Characters that add something: the third of a repeat or of a keyboard run does not. */
function effectiveLength(text: string): number {
  const lower = text.toLowerCase()
  let length = 0
  for (let index = 0; index < lower.length; index += 1) {
    const three = lower.slice(Math.max(0, index - 2), index + 1)
    const isRepeat = three.length === 3 && three[0] === three[1] && three[1] === three[2]
    const isRun = three.length === 3 && allRuns.some((run) => run.includes(three))
    if (!isRepeat && !isRun) length += 1
  }
  const different = new Set(lower).size
  return Math.min(length, different * 2)
}

/** Judges a passphrase by its useful length and the kinds of characters in it; a letter of a word adds less. A guess, not a promise. */
export function strengthOf(passphrase: string): Strength {
  if (passphrase === '') return 'empty'
  if (passphrase.length < shortestPassphrase) return 'short'
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(passphrase)).length
  const isWords = /\s/u.test(passphrase)
  const bitsEach = isWords ? 1.8 + kinds * 0.13 : 2.2 + kinds * 0.6
  const bits = effectiveLength(passphrase) * bitsEach
  if (bits < 40) return 'weak'
  return bits < 60 ? 'fair' : 'strong'
}

/** Why a passphrase that was typed twice can't be taken. */
export type PassphraseProblem = 'short' | 'different'

/** What is wrong with one that was typed twice; null where nothing is. */
export function passphraseProblem(passphrase: string, again: string): PassphraseProblem | null {
  if (passphrase.length < shortestPassphrase) return 'short'
  return passphrase === again ? null : 'different'
}
