import { errorKind } from '../core/error-kind.ts'
import { onFreshLinkWanted } from './fresh-links.ts'
import { hasScreen, openBrowser } from './open-browser.ts'
import { readOptions, USAGE, UsageError } from './options.ts'
import { type RunningHeadless, runHeadless } from './run-headless.ts'

const say = (sentence: string) => void process.stderr.write(`${sentence}\n`)
const print = (line: string) => void process.stdout.write(`${line}\n`)

process.umask(0o077)
// On this signal Node opens its debugger unless somebody listens: from the first moment, not only once a link is printed.
if (process.platform !== 'win32') process.on('SIGUSR1', () => {})
// A diagnostic report would hold the environment, where people keep keys.
if (process.report) process.report.excludeEnv = true

/** Ends the process with the sentence of what went wrong; a stack is of no use to who started it. */
function fail(error: unknown): never {
  say(error instanceof Error ? error.message : 'Keydeck could not start.')
  if (error instanceof UsageError) say(`\n${USAGE}`)
  process.exit(error instanceof UsageError ? 2 : 1)
}

function endOnSignals(host: RunningHeadless): void {
  let isEnding = false
  const end = (exitCode: number) => {
    // Somebody who asks twice doesn't want to wait for open calls.
    if (isEnding) process.exit(130)
    isEnding = true
    host.close().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        say(`Keydeck could not close its files (${errorKind(error)}). What was saved is safe.`)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0))
  const crash = (error: unknown) => {
    host.noteCrash(errorKind(error))
    say(`Keydeck met an internal error (${errorKind(error)}) and ends. What was saved is safe; start it again.`)
    end(70)
  }
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options === 'help') return print(USAGE)
  const host = await runHeadless(options, say)
  endOnSignals(host)
  const showLink = () => {
    const link = host.freshLink()
    print(`Keydeck is at ${link}`)
    return link
  }
  onFreshLinkWanted(showLink)
  const link = showLink()
  if (process.stdin.isTTY) say('The link works once, within a minute. Enter: a fresh one. Ctrl+C: stop.')
  if (options.opensBrowser && hasScreen(process.stdout.isTTY, process.env, process.platform)) openBrowser(link)
}

main().catch(fail)
