import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { dataFolder } from '../core/storage/data-folder.ts'

export interface HeadlessOptions {
  /** Null takes the remembered port; 0 takes any free one, this once. */
  port: number | null
  dataFolder: string
  opensBrowser: boolean
}

export const USAGE = `Usage: keydeck-headless [--port N] [--data DIR] [--no-open]

  --port N    listen on 127.0.0.1:N and remember it (0: any free port, this once; first start: 7420)
  --data DIR  where the database lies (also KEYDECK_DATA)
  --no-open   print the link and leave the browser alone`

/** The command line was not understood; the message is for the person who typed it. */
export class UsageError extends Error {}

/** Reads the arguments; throws `UsageError` with one sentence. */
export function readOptions(
  parts: string[],
  environment: Record<string, string | undefined>,
): HeadlessOptions | 'help' {
  const values = parse(parts)
  if (values.help) return 'help'
  return {
    port: values.port === undefined ? null : portOf(values.port),
    dataFolder: values.data ? resolve(values.data) : dataFolder(environment),
    opensBrowser: !values['no-open'],
  }
}

function parse(parts: string[]) {
  try {
    return parseArgs({
      args: parts,
      strict: true,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'The arguments were not understood.')
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535))
    throw new UsageError(`--port must be a number from 0 to 65535, not ${JSON.stringify(text.slice(0, 40))}.`)
  return port
}
