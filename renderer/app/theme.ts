import { useEffect } from 'react'
import { useMediaQuery } from '../lib/use-media-query.ts'
import type { Settings } from '../lib/use-settings.ts'

const memory = 'keydeck-theme'

/** Applies the chosen theme, and keeps the choice for `theme.js`, which sets it before the next first paint. */
export function useTheme(choice: Settings['theme'] | undefined): void {
  const systemIsLight = useMediaQuery('(prefers-color-scheme: light)')
  useEffect(() => {
    if (choice === undefined) return
    const isLight = choice === 'light' || (choice === 'system' && systemIsLight)
    document.documentElement.dataset['theme'] = isLight ? 'light' : 'dark'
    try {
      localStorage.setItem(memory, choice)
    } catch {
      // Storage is blocked: the theme still holds until the page is loaded again.
    }
  }, [choice, systemIsLight])
}
