import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answer } from './recording-fetch.ts'

/** What a run of curl brought: its exit code, the final answer as it came, and the lines of every head before it. */
export interface CurlRun {
  code: number
  answer: Answer
  heads: string[]
}

/** Runs curl with these arguments; nothing of the person's own configuration counts. */
export async function curl(program: string, args: readonly string[]): Promise<CurlRun> {
  const folder = mkdtempSync(join(tmpdir(), 'keydeck-curl-'))
  const [head, body] = [join(folder, 'head'), join(folder, 'body')]
  try {
    const code = await new Promise<number>((resolve) => {
      const all = ['--disable', '--silent', '--dump-header', head, '--output', body, ...args]
      execFile(program, all, { env: {} }, (error) => resolve(typeof error?.code === 'number' ? error.code : 0))
    })
    const heads = readFileSync(head, 'latin1').split('\r\n\r\n').filter(Boolean)
    return { code, heads, answer: { ...readHead(heads.at(-1) ?? ''), body: readFileSync(body) } }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readHead(head: string): { status: number; headers: Record<string, string> } {
  const [first = '', ...lines] = head.split('\r\n')
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers) }
}
