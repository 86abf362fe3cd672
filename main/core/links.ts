import { KeydeckError } from './keydeck-error.ts'
import type { Links } from './ports.ts'

/** Opens a link outside, after the host asked the person. Only `https:`, without a user in it: text from a model is a stranger's. */
export async function openLink(links: Links, text: string): Promise<boolean> {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url) throw new KeydeckError('INVALID', { field: 'url', reason: 'not_a_url' })
  if (url.protocol !== 'https:') throw new KeydeckError('INVALID', { field: 'url', reason: 'not_https' })
  if (url.username || url.password) throw new KeydeckError('INVALID', { field: 'url', reason: 'has_user' })
  return links.open(url)
}
