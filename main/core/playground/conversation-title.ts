const LONGEST = 60
const graphemes = new Intl.Segmenter()

/** A conversation's first title: the beginning of its first turn, on one line, cut at a word where there is one. */
export function conversationTitle(text: string): string {
  const line = text
    .slice(0, 1_000)
    .replaceAll(/[\p{Cc}\s\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]+/gu, ' ')
    .trim()
  if (line === '') return 'Untitled'
  const characters = Array.from(graphemes.segment(line), ({ segment }) => segment)
  if (characters.length <= LONGEST) return line
  const cut = characters.slice(0, LONGEST - 1).join('')
  const lastSpace = cut.lastIndexOf(' ')
  return `${lastSpace > LONGEST / 2 ? cut.slice(0, lastSpace) : cut}…`
}
