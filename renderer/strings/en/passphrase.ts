/** Words of a passphrase that is chosen. */
export const passphrase = {
  passphrase: 'Passphrase',
  again: 'The same again',
  show: 'Show',
  hide: 'Hide',
  different: 'The two differ.',
  missing: 'Type it here once more: a slip in it would lock you out.',
  tooShort: (least: number, missing: number) =>
    `At least ${least} characters: ${missing} more ${missing === 1 ? 'is' : 'are'} needed.`,
  capsLock: 'Caps Lock is on.',
  strengths: {
    empty: 'Several unrelated words make a good one.',
    short: (missing: number) => `${missing} more ${missing === 1 ? 'character' : 'characters'} needed.`,
    weak: 'Weak: a program guesses this in hours. Add words.',
    fair: 'Fair: good against a passer-by. Another word makes it strong.',
    strong: 'Strong.',
  },
} as const
