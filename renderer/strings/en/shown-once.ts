/** Words of what Keydeck issues and shows once, such as a passphrase. */
export const shownOnce = {
  button: 'Copy',
  copied: 'Copied',
  byCore: 'Leaves the clipboard after 30 seconds, unless you copied something else.',
  byPage: 'Leaves the clipboard after 30 seconds, or when you come back to this page.',
  stays: 'Copied. This page may not clear the clipboard: copy something else when you are done.',
  refused: 'The clipboard did not take it. Select the text and copy it by hand.',
  over: 'Its five minutes for copying are over. Select the text and copy it by hand.',
  notCleared: 'The clipboard was not cleared',
  notClearedText: 'What you copied from Keydeck is still there. Copy something else over it.',
} as const
