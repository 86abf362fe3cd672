import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const root = resolve(import.meta.dirname, '../../..')
const LINK = /^Keydeck is at (http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]+)$/

export interface StartedHost {
  child: ChildProcess
  /** The link that the start printed. */
  link: string
  address: string
  /** Everything on standard output and standard error so far. */
  output(): string
  /** Does what asks for a fresh link, and waits for it. */
  freshLink(ask: () => void): Promise<string>
  /** Sends a signal and waits for the end; gives the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

export interface FailedStart {
  code: number | null
  output: string
}

/** Starts the built headless host on a profile, without a session bus, as in a container. */
export async function startHost(folder: string, parts: string[] = ['--port', '0']): Promise<StartedHost> {
  const started = await tryHost(folder, parts)
  if ('code' in started) throw new Error(`The host ended with ${started.code}:\n${started.output}`)
  return started
}

/** As `startHost`, for a start that may fail. */
export function tryHost(folder: string, parts: string[] = ['--port', '0']): Promise<StartedHost | FailedStart> {
  const child = spawn(
    process.execPath,
    [join(root, 'dist/main/headless.js'), '--no-open', '--data', folder, ...parts],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        // Where it is unset, so is it there.
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  let output = ''
  const waiting: ((link: string) => void)[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output += `${line}\n`
      const link = LINK.exec(line)?.[1]
      if (link) waiting.shift()?.(link)
    })
  }
  const nextLink = () => new Promise<string>((found) => waiting.push(found))
  const gone = new Promise<number | null>((ended) => child.once('close', (code) => ended(code)))
  const first = nextLink().then((link): StartedHost => {
    return {
      child,
      link,
      address: new URL(link).origin,
      output: () => output,
      freshLink(ask) {
        const link = nextLink()
        ask()
        return link
      },
      end(signal = 'SIGTERM') {
        child.kill(signal)
        return gone
      },
    }
  })
  return Promise.race([first, gone.then((code): FailedStart => ({ code, output }))])
}
