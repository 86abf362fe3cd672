/** Whether this is a Mac, where shortcuts use Command and are written with glyphs. */
export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)
