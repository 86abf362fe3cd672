/** What becomes of an address in an answer. */
export type CheckedLink = { isSafe: true; url: string; host: string } | { isSafe: false }

const LONGEST = 2_000

/**
 * Only an absolute https address without a user in it can be opened. Everything is decided on the parsed URL: the text
 * of an address can hide its scheme behind tabs, case and entities.
 */
export function checkLink(address: string): CheckedLink {
  if (address.length > LONGEST || /[\p{Cc}\\]/u.test(address)) return { isSafe: false }
  if (!URL.canParse(address)) return { isSafe: false }
  const url = new URL(address)
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.host === '')
    return { isSafe: false }
  return { isSafe: true, url: url.href, host: url.host }
}
