import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { HostInfo } from '../../contract/host.ts'
import manifest from '../../package.json' with { type: 'json' }
import { systemClock } from '../core/clock.ts'
import { type Core, createCore } from '../core/create-core.ts'
import { createRedactor } from '../core/door/redact.ts'
import { createFileLog } from '../core/log-file.ts'
import { lockProfile } from '../core/storage/profile-lock.ts'
import { loadPage } from '../page/page-files.ts'
import { servePeer } from '../rpc/serve-peer.ts'
import { startHeadlessServer } from './headless-server.ts'
import { rememberHostFacts } from './host-facts.ts'
import { headlessPorts } from './host-ports.ts'
import type { HeadlessOptions } from './options.ts'

export interface RunningHeadless {
  freshLink(): string
  /** Says why the host ends, where that is worth a line in the log. */
  noteCrash(kind: string): void
  /** Ends calls, writes what is pending, and lets the profile go. */
  close(): Promise<void>
}

/** Opens the profile, the core and the server; what was opened is closed again when a later step fails. */
export async function runHeadless(options: HeadlessOptions, say: (sentence: string) => void): Promise<RunningHeadless> {
  const { dataFolder } = options
  const undo: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const step of undo.splice(0).toReversed()) await step()
  }
  try {
    const page = loadPage(pageFolder(), 'headless')
    const lock = lockProfile({ folder: dataFolder, host: 'headless', now: Date.now() })
    undo.push(() => lock.release())
    const redactor = createRedactor()
    const log = createFileLog({
      folder: join(dataFolder, 'logs'),
      redact: (text) => redactor.redact(text),
      complain: say,
    })
    undo.push(() => log.close())
    const facts = rememberHostFacts(dataFolder, options.port)
    const core = await createCore({ dataFolder, ports: headlessPorts(log), redactor })
    undo.push(() => core.close())
    const hostInfo = describeHost(core, dataFolder)
    const server = await startHeadlessServer({
      port: options.port ?? facts.port,
      page,
      cookieSuffix: facts.cookieSuffix,
      serve: (port) => servePeer({ core, hostInfo, port }),
      clock: systemClock,
      log,
    })
    undo.push(() => server.close())
    lock.announce(server.address)
    log.info('headless.started', { port: server.port, version: manifest.version })
    return { freshLink: () => server.freshLink(), noteCrash: (kind) => log.error('headless.crashed', { kind }), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Beside the bundle, or, run from source, in `dist`. */
function pageFolder(): string {
  const beside = join(import.meta.dirname, '../renderer')
  return existsSync(join(beside, 'index.html')) && !existsSync(join(beside, 'main.tsx'))
    ? beside
    : join(import.meta.dirname, '../../dist/renderer')
}

function describeHost(core: Core, folder: string): HostInfo {
  const known = ['linux', 'darwin', 'win32'] as const
  return {
    kind: 'headless',
    version: manifest.version,
    platform: known.find((name) => name === process.platform) ?? 'other',
    readsClipboard: false,
    choosesFiles: false,
    opensLinks: 'page',
    windowControls: false,
    dataFolder: folder,
    notice: core.notice,
  }
}
