/** Where removed lines stood: in bytes of the file as it would be with all of them back in place. Sorted by `start`. */
export type Places = readonly { start: number; length: number }[]

/** The place in the whole file of a place in the file as it is. */
export function placeInWhole(at: number, removed: Places): number {
  return removed.reduce((place, { start, length }) => (start <= place ? place + length : place), at)
}

/**
 * Whether a line of the file as it is would be in one piece in the whole file too. Not so where a removed line stood
 * between its CR and its LF, which only then became one ending.
 */
export function isWholePiece(line: { start: number; end: number }, removed: Places): boolean {
  const last = line.end - 1
  return placeInWhole(last, removed) - placeInWhole(line.start, removed) === last - line.start
}

/** The place in the file as it is of a place in the whole file. */
export function placeInFile(at: number, removed: Places): number {
  return removed.reduce((place, { start, length }) => (start < at ? place - length : place), at)
}

/** A file without some of its lines. */
export function cutOut(bytes: Buffer, ranges: readonly { start: number; end: number }[]): Buffer {
  const parts: Buffer[] = []
  let at = 0
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    parts.push(bytes.subarray(at, start))
    at = end
  }
  return Buffer.concat([...parts, bytes.subarray(at)])
}

/** A line with the endings that it needs to be one at that place of a file. */
export function fitLine(bytes: Buffer, at: number, line: Buffer): Buffer {
  const ending = Buffer.from(bytes.includes('\r\n') ? '\r\n' : '\n')
  const hasMark = at === 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const isFirst = at === 0 || hasMark || isEnding(bytes[at - 1])
  const isLast = at === bytes.length || isEnding(line.at(-1))
  return Buffer.concat([...(isFirst ? [] : [ending]), line, ...(isLast ? [] : [ending])])
}

const isEnding = (byte: number | undefined) => byte === 0x0a || byte === 0x0d
