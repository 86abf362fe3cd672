import { client } from './client.ts'
import { copyText } from './copy-text.ts'
import { knownError } from './known-error.ts'

/** As long as the core waits before it clears a copy. */
const CLEARS_AFTER_MS = 30_000

/** Who clears the clipboard: `stays` is nobody. `over`: the ticket ended; `refused`: the clipboard took nothing. */
export type Copied = 'by-core' | 'by-page' | 'stays' | 'over' | 'refused'

/** Where the issued text goes in a snippet around it. */
export const keyPlace = '{{key}}'

/** What was issued: the core knows it by its ticket. `within` is a snippet around it, with `{{key}}` where it goes. */
export interface Issued {
  ticket: string
  shownOnce: string
  within?: string | undefined
}

/**
 * Copies what Keydeck just issued: by the core, with the system's hints for secrets, or by this page where the core has
 * no clipboard. `onNotCleared` is called where the page could not take its copy off again.
 */
export async function copyIssued({ ticket, shownOnce, within }: Issued, onNotCleared: () => void): Promise<Copied> {
  const text = within?.replaceAll(keyPlace, () => shownOnce) ?? shownOnce
  try {
    await client.issued.copy({ ticket, ...(within === undefined ? {} : { within }) })
    return 'by-core'
  } catch (error) {
    const known = knownError(error)
    if (known?.code === 'NOT_FOUND') return 'over'
    if (known?.reason !== 'no_clipboard') return 'refused'
  }
  if (!copyText(text)) return 'refused'
  if (!(await mayRead())) return 'stays'
  setTimeout(() => void clear(text, onNotCleared), CLEARS_AFTER_MS)
  return 'by-page'
}

/** Only where the person said yes before: asking for the whole clipboard to protect one text would be odd. */
async function mayRead(): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })
    return state === 'granted'
  } catch {
    // A browser that does not know this permission does not let a page read.
    return false
  }
}

/** A page that is not in front may not look: then when it is again. */
async function clear(text: string, onNotCleared: () => void): Promise<void> {
  if (!document.hasFocus()) {
    window.addEventListener('focus', () => void clear(text, onNotCleared), { once: true })
    return
  }
  try {
    if ((await navigator.clipboard.readText()) === text) await navigator.clipboard.writeText('')
  } catch {
    onNotCleared()
  }
}
