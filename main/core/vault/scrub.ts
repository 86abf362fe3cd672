/** No longer than a secret with what may cling to it. */
const WORD = /[!-~]{4,1400}/g
const BETWEEN = /([=:,;"'`()<>[\]{}/?&]+)/
const AT_ITS_ENDS = /^[.!?]+|[.!?]+$/g

/**
 * Takes one secret out of a text by its fingerprint, so that who does this need not know the secret: every word, or part
 * of one, whose fingerprint is the key's own goes. The door has done so by value; this holds if it ever misses one.
 */
export function scrubByFingerprint(text: string, fingerprint: string, of: (token: string) => string): string {
  if (fingerprint === '') return text
  const isSecret = (token: string) => token !== '' && of(token) === fingerprint
  const scrub = (part: string) => {
    const bare = part.replaceAll(AT_ITS_ENDS, '')
    return isSecret(bare) ? part.replace(bare, '[your key]') : part
  }
  return text.replaceAll(WORD, (word) => {
    if (isSecret(word)) return '[your key]'
    return word.split(BETWEEN).map(scrub).join('')
  })
}
