import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '..')

/** Runs the built headless host on an empty profile, or one that `prepare` filled, gives its link to `work`, and ends it. */
export async function withHeadless<Result>(
  work: (link: string) => Promise<Result>,
  prepare?: (folder: string) => Promise<void>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'keydeck-bench-'))
  await prepare?.(folder)
  const child = spawn(process.execPath, [join(root, 'dist/main/headless.js'), '--port', '0', '--no-open'], {
    env: { ...process.env, KEYDECK_DATA: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  try {
    const link = await new Promise<string>((found) => {
      createInterface({ input: child.stdout }).on('line', (text) => {
        const match = /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(text)
        if (match) found(match[0])
      })
    })
    return await work(link)
  } finally {
    child.kill('SIGTERM')
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
}
