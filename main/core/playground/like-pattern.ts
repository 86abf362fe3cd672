/** A LIKE pattern that finds `text` as it stands: `%`, `_` and the escape itself are literal. Use with `ESCAPE '\'`. */
export function likePattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
