/** As long as any secret may be, and no shorter than what a store would take for one worth hiding. */
const TOKEN = /[!-~]{4,1400}/g
const EDGE = /^["'`([{<:=,;]+|["'`)\]}>:;,.!?]+$/g

/**
 * Takes one secret out of a text by its fingerprint, so that who does this need not know the secret: every word whose
 * fingerprint is the key's own goes. The door has done so by value before; this holds if it ever misses one.
 */
export function scrubByFingerprint(text: string, fingerprint: string, of: (token: string) => string): string {
  if (fingerprint === '') return text
  return text.replaceAll(TOKEN, (word) => {
    const bare = word.replaceAll(EDGE, '')
    if (bare !== '' && of(bare) === fingerprint) return word.replace(bare, '[your key]')
    return of(word) === fingerprint ? '[your key]' : word
  })
}
