/** A request's headers, in lower case. A name that came more than once has a list, in order. */
export type Headers = Record<string, string | string[]>

/**
 * The headers as they came. Node's own view of them keeps the first of two `Host` or `Authorization` headers and hides
 * the other. Null where a name is one that JavaScript would take for something else.
 */
export function readHeaders(raw: readonly string[]): Headers | null {
  const headers: Headers = {}
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase()
    const value = raw[index + 1]!
    const before = headers[name]
    if (before === undefined) headers[name] = value
    else if (typeof before === 'string') headers[name] = [before, value]
    else if (Array.isArray(before)) before.push(value)
    // `constructor` and `__proto__` are there before any header is.
    else return null
  }
  return headers
}

/** A header's only value; null where there is none. Where there are several, the first. */
export function first(headers: Headers, name: string): string | null {
  const value = headers[name]
  if (value === undefined) return null
  return typeof value === 'string' ? value : (value[0] ?? null)
}
