/** Where the page lives in this host. A custom scheme instead of `file:`, so that it has an origin of its own. */
export const pageScheme = 'app'
export const pageHost = 'keydeck'
export const pageAddress = `${pageScheme}://${pageHost}/`

/**
 * Whether a URL is the page's own. Compared by scheme and host: in Node, `origin` is the text "null" for a custom
 * scheme, and so equal for every site that uses one.
 */
export function isPageAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === `${pageScheme}:` && url.host === pageHost && url.username === '' && url.password === ''
}
