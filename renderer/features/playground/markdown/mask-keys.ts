/** How the keys of well-known providers, and Keydeck's own local keys, begin. */
const PREFIXES = ['sk-', 'yx-', 'kd_', 'gsk_', 'hf_', 'AIza', 'xai-', 'pplx-', 'r8_', 'ghp_', 'github_pat_', 'glpat-']
const BODY = '[A-Za-z0-9_\\-]'

/** Finds what looks like a key: a known prefix, then at least 12 more characters of which one is a digit. */
export function keyPattern(morePrefixes: readonly string[] = []): RegExp {
  const prefixes = [...new Set([...morePrefixes.filter((prefix) => prefix.length >= 2), ...PREFIXES])]
    .toSorted((one, other) => other.length - one.length)
    .map((prefix) => prefix.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`))
  return new RegExp(`(?<![A-Za-z0-9])(${prefixes.join('|')})(?=${BODY}{0,80}\\d)${BODY}{12,}`, 'g')
}

/** The text with every such key shortened to its prefix and last four characters. */
export function maskKeys(text: string, pattern: RegExp): string {
  return text.replaceAll(pattern, (key, prefix) => `${String(prefix)}••••${key.slice(-4)}`)
}

/** Whether anything in the text looks like a key. */
export function looksLikeKey(text: string, pattern: RegExp): boolean {
  pattern.lastIndex = 0
  const found = pattern.test(text)
  pattern.lastIndex = 0
  return found
}
