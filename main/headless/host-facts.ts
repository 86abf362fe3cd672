import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../core/storage/write-whole.ts'

export const DEFAULT_PORT = 7_420

/** What the headless host remembers of a profile. */
export interface HostFacts {
  /** The port it was last asked for, so that a bookmark and a tunnel keep working. */
  port: number
  /** The random end of the session cookie's name; kept, so that a browser doesn't gather one cookie a start. */
  cookieSuffix: string
}

/** Reads what is remembered, and writes it anew when something was missing, damaged or asked for differently. */
export function rememberHostFacts(folder: string, askedPort: number | null): HostFacts {
  const path = join(folder, 'headless.json')
  const known = read(path)
  const facts: HostFacts = {
    // A random port is for this once.
    port: askedPort || known.port || DEFAULT_PORT,
    cookieSuffix: known.cookieSuffix ?? randomBytes(6).toString('hex'),
  }
  if (facts.port !== known.port || facts.cookieSuffix !== known.cookieSuffix)
    writeWhole(path, `${JSON.stringify(facts)}\n`)
  return facts
}

function read(path: string): Partial<HostFacts> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value !== 'object' || value === null) return {}
    const { port, cookieSuffix } = value as Record<string, unknown>
    return {
      ...(typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536 ? { port } : {}),
      ...(typeof cookieSuffix === 'string' && /^[0-9a-f]{12}$/.test(cookieSuffix) ? { cookieSuffix } : {}),
    }
  } catch {
    // Missing at a first start; damaged, it holds nothing that can't be made again.
    return {}
  }
}
