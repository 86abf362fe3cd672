import { readSync } from 'node:fs'
import { CallRecord } from '../../../contract/calls.ts'

const PIECE = 256 * 1024
/** No call is this long; what is, is no line of ours, and is not held in memory to find its end. */
const LONGEST = 1024 * 1024
const LINE_FEED = 0x0a

/**
 * The lines of an open file, piece by piece: it may be longer than memory would like. Empty ones are left out; null is
 * one that is too long to be of any use. `isWhole` is false where the file ends before the line does.
 */
export function* linesOf(file: number): Generator<{ line: Buffer | null; isWhole: boolean }> {
  const piece = Buffer.allocUnsafe(PIECE)
  let begun: Buffer | null = Buffer.alloc(0)
  for (let at = 0; ; ) {
    const length = readSync(file, piece, 0, PIECE, at)
    if (length === 0) break
    at += length
    let from = 0
    for (let end = 0; (end = piece.subarray(0, length).indexOf(LINE_FEED, from)) >= 0; from = end + 1) {
      const line: Buffer | null = begun && joined(begun, piece.subarray(from, end))
      if (line === null || line.length > 0) yield { line, isWhole: true }
      begun = Buffer.alloc(0)
    }
    begun &&= joined(begun, piece.subarray(from, length))
  }
  if (begun === null || begun.length > 0) yield { line: begun, isWhole: false }
}

function joined(begun: Buffer, more: Buffer): Buffer | null {
  return begun.length + more.length > LONGEST ? null : Buffer.concat([begun, more])
}

/** What a line of an older Keydeck has nothing of. A field that is added later must take null to be read without it. */
const ABSENT = Object.fromEntries(Object.keys(CallRecord.shape).map((name) => [name, null]))

/** The call of a line; null where it is none that this Keydeck can read. */
export function readLine(line: Buffer): CallRecord | null {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'))
    if (typeof value !== 'object' || value === null) return null
    return CallRecord.safeParse({ ...ABSENT, ...value }).data ?? null
  } catch {
    return null
  }
}
