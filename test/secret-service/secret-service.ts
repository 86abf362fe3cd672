import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findKeychainTools, findProgram } from '../find-tools.ts'

const run = promisify(execFile)
const passphrase = 'for tests alone'

/** How the Secret Service is found at first. */
export interface SecretServiceOptions {
  /** `unlocked` has an open default collection; `no-collection` none at all; `none` is a bus without a service. */
  readonly daemon?: 'unlocked' | 'no-collection' | 'none'
  /** `silent` takes every prompt and never answers it; by default no program can show one, which dismisses it. */
  readonly prompter?: 'none' | 'silent'
  /** Whether the bus starts a (locked) daemon when someone asks for a service that isn't there, as desktops do. */
  readonly activatable?: boolean
}

/** A private bus and key ring in a scratch folder. Nothing of the person's own session is reached. */
export interface SecretService {
  /** What a program must be started with to find this service, and no other. */
  readonly env: Record<string, string>
  readonly pid: number | undefined
  /** Freezes the daemon: it stays on the bus and answers nothing. */
  stopDaemon(): void
  continueDaemon(): void
  killDaemon(): Promise<void>
  startDaemon(): Promise<void>
  lock(): Promise<void>
  /** Puts an unlocked daemon in the place of the locked one: unlocking in place takes a person at a prompt. */
  unlock(): Promise<void>
  /** Removes every key ring, as a person who resets theirs does, and starts an empty daemon. */
  wipe(): Promise<void>
  dispose(): Promise<void>
}

/** Whether a Secret Service can be started here; a reason to skip by name where not. */
export const hasSecretService = () => findKeychainTools() !== undefined

/** An environment in which there is no bus. */
export function withoutBus(home: string): Record<string, string> {
  return { ...inherited(), HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_RUNTIME_DIR: join(home, 'run') }
}

/** Starts a bus of its own and, unless told otherwise, an unlocked gnome-keyring on it. */
export async function startSecretService(options: SecretServiceOptions = {}): Promise<SecretService> {
  const tools = findKeychainTools()
  const dbusDaemon = findProgram('dbus-daemon')
  if (!tools || !dbusDaemon)
    throw new Error('No Secret Service can be started: dbus-daemon or gnome-keyring is missing.')
  const home = await mkdtemp(join(tmpdir(), 'keydeck-secrets-'))
  await mkdir(join(home, 'data'), { mode: 0o700 })
  await mkdir(join(home, 'run'), { mode: 0o700 })
  const config = `--config-file=${await writeConfig(home, options, tools.gnomeKeyring)}`
  // The shell ends the bus, and with it all that hangs on it, when its input ends: even a killed test run leaves nothing.
  const watch = '"$@" & bus=$!; read -r _; kill -9 $bus'
  const bus = spawn('/bin/sh', ['-c', watch, 'sh', dbusDaemon, config, '--nofork', '--print-address'], {
    env: withoutBus(home),
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const env = { ...withoutBus(home), DBUS_SESSION_BUS_ADDRESS: await firstLine(bus) }
  const service = new PrivateService(home, env, bus, tools.gnomeKeyring)
  if (options.daemon === undefined || options.daemon === 'unlocked') await service.startDaemon()
  if (options.daemon === 'no-collection') await service.startEmptyDaemon()
  return service
}

class PrivateService implements SecretService {
  readonly env: Record<string, string>
  readonly #home: string
  readonly #bus: ChildProcess
  readonly #program: string
  #daemon: ChildProcess | undefined
  readonly #killAtExit = () => {
    this.#daemon?.kill('SIGKILL')
    this.#bus.stdin?.destroy()
  }

  constructor(home: string, env: Record<string, string>, bus: ChildProcess, program: string) {
    this.#home = home
    this.env = env
    this.#bus = bus
    this.#program = program
    process.once('exit', this.#killAtExit)
  }

  get pid(): number | undefined {
    return this.#daemon?.pid
  }

  stopDaemon(): void {
    this.#daemon?.kill('SIGSTOP')
  }

  continueDaemon(): void {
    this.#daemon?.kill('SIGCONT')
  }

  async killDaemon(): Promise<void> {
    const owner = await this.#owner()
    const daemon = this.#daemon
    this.#daemon = undefined
    if (owner !== undefined && owner !== daemon?.pid) process.kill(owner, 'SIGKILL')
    if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) return
    const gone = once(daemon, 'exit')
    daemon.kill('SIGKILL')
    await gone
  }

  async startDaemon(): Promise<void> {
    this.#spawn(['--unlock'])
    await this.#until(async () => (await this.#ask('ReadAlias', 'string:default')).includes('/collection/'))
  }

  async startEmptyDaemon(): Promise<void> {
    this.#spawn(['--start'])
    await this.#until(async () => (await this.#ask('ReadAlias', 'string:default')).includes('object path'))
  }

  async lock(): Promise<void> {
    await this.#ask('Lock', 'array:objpath:/org/freedesktop/secrets/collection/login')
  }

  async unlock(): Promise<void> {
    await this.killDaemon()
    await this.startDaemon()
  }

  async wipe(): Promise<void> {
    await this.killDaemon()
    await rm(join(this.#home, 'data'), { recursive: true, force: true })
    await mkdir(join(this.#home, 'data'), { mode: 0o700 })
    await this.startDaemon()
  }

  async dispose(): Promise<void> {
    process.off('exit', this.#killAtExit)
    await this.killDaemon()
    if (this.#bus.exitCode === null && this.#bus.signalCode === null) {
      const gone = once(this.#bus, 'exit')
      this.#bus.stdin?.end()
      await gone
    }
    await rm(this.#home, { recursive: true, force: true, maxRetries: 5 })
  }

  #spawn(mode: string[]): void {
    const daemon = spawn(this.#program, [...mode, '--foreground', '--components=secrets'], {
      env: this.env,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    daemon.stdin.end(passphrase)
    // Now and then the daemon trips over an assertion of its own; a desktop starts it anew as well.
    daemon.once('exit', (_code, signal) => {
      if (signal === 'SIGTRAP' && this.#daemon === daemon) this.#spawn(mode)
    })
    this.#daemon = daemon
  }

  /** Who answers for the service; asking the bus, unlike asking the service, starts no daemon. */
  async #owner(): Promise<number | undefined> {
    const call = ['--session', '--print-reply=literal', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus']
    const member = 'org.freedesktop.DBus.GetConnectionUnixProcessID'
    const answer = await run('dbus-send', [...call, member, 'string:org.freedesktop.secrets'], { env: this.env }).catch(
      () => undefined,
    )
    const pid = /\d+\s*$/.exec(answer?.stdout ?? '')
    return pid ? Number(pid[0]) : undefined
  }

  /** Asks the service itself; an error until its name is on the bus. */
  async #ask(method: string, argument: string): Promise<string> {
    const call = ['--session', '--print-reply', '--reply-timeout=2000', '--dest=org.freedesktop.secrets']
    const member = `org.freedesktop.Secret.Service.${method}`
    return (await run('dbus-send', [...call, '/org/freedesktop/secrets', member, argument], { env: this.env })).stdout
  }

  async #until(isSo: () => Promise<boolean>): Promise<void> {
    for (;;) {
      if (!this.#daemon || this.#daemon.exitCode !== null)
        throw new Error('gnome-keyring-daemon ended before it was on the bus.')
      if ((await this.#owner()) === this.#daemon.pid && (await isSo().catch(() => false))) return
      await pause(20)
    }
  }
}

async function writeConfig(home: string, options: SecretServiceOptions, keyring: string): Promise<string> {
  const services = join(home, 'services')
  await mkdir(services)
  const offer = (name: string, program: string) =>
    writeFile(join(services, `${name}.service`), `[D-BUS Service]\nName=${name}\nExec=${program}\n`)
  // A program that never takes its name on the bus leaves whoever called it waiting, as an unanswered prompt does.
  if (options.prompter === 'silent') await offer('org.gnome.keyring.SystemPrompter', '/bin/sleep 60')
  if (options.activatable)
    await offer('org.freedesktop.secrets', `${keyring} --start --foreground --components=secrets`)
  const path = join(home, 'bus.conf')
  // The bus's own limit of 256 connections stays: desktops lift it, which would hide a worker that leaks them.
  await writeFile(
    path,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${join(home, 'bus')}</listen>
  <servicedir>${services}</servicedir>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`,
  )
  return path
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The bus has no output to read its address from.')
  for await (const line of createInterface(child.stdout)) return line
  throw new Error('dbus-daemon ended before it said its address.')
}

/** The test's own environment without anything that leads to the person's session. */
function inherited(): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of ['PATH', 'LANG', 'TMPDIR', 'NODE_COMPILE_CACHE']) {
    const value = process.env[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}
