import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { type SecretServiceOptions, startSecretService } from './secret-service.ts'
import { ManagerProcess } from './start-manager.ts'

const cleanUps: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

/** The provider that the scenarios' secrets are for. */
export const origin = 'https://api.example.test'

export const newSecret = () => `sk-${randomBytes(24).toString('base64url')}`
export const newRef = () => ({ recordId: randomUUID(), origin })

/** A data folder that is gone after the test. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'keydeck-store-'))
  cleanUps.push(() => rm(path, { recursive: true, force: true }))
  return path
}

/** A Secret Service that ends with the test. */
export async function service(options?: SecretServiceOptions) {
  const started = await startSecretService(options)
  cleanUps.push(() => started.dispose())
  return started
}

/** A manager in its own process, which quits as a host does before the test ends. */
export function manager(options: ConstructorParameters<typeof ManagerProcess>[0]): ManagerProcess {
  const started = new ManagerProcess(options)
  cleanUps.push(() => started.quit())
  return started
}

/** What the manager's process recorded in place of a database. */
export async function storedState(dataFolder: string) {
  return JSON.parse(await readFile(join(dataFolder, 'state.json'), 'utf8')) as {
    installId: string
    kind: string | null
  }
}

/** Kills the keychain worker, the one child that a manager's process has. */
export async function killWorker(parent: number | undefined): Promise<void> {
  for (const pid of await childrenOf(parent)) process.kill(pid, 'SIGKILL')
}

export async function childrenOf(parent: number | undefined): Promise<number[]> {
  const text = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8')
  return text.trim().split(' ').filter(Boolean).map(Number)
}
