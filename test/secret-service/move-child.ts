import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../main/core/clock.ts'
import { keychainDeadlines } from '../../main/core/vault/secret-store/keychain-client.ts'
import type { KeychainLauncher } from '../../main/core/vault/secret-store/keychain-messages.ts'
import { launchKeychainProcess } from '../../main/core/vault/secret-store/launch-keychain.ts'
import { OsKeychainStore } from '../../main/core/vault/secret-store/os-keychain-store.ts'
import { probeRef, sentinelRef } from '../../main/core/vault/secret-store/own-items.ts'
import type { SecretRef } from '../../main/core/vault/secret-store/secret-store.ts'
import type { PersistentKind } from '../../main/core/vault/secret-store/store-state.ts'
import { makeScryptQuick } from '../fakes/make-scrypt-quick.ts'
import { addKeyRow, addPlaces, kindsOfRows, openStoreProfile } from '../fakes/store-profile.ts'

/** What the process found and did, as its last line. */
export interface MoveReport {
  /** How many moments a move has at which it could be killed. */
  moments: number
  /** After a start: the store in charge, whether every row names it, and whether every secret was read from it. */
  isWhole: boolean
  /** After the move came to its end: what still lies in the store that is not in charge. */
  orphans: string[]
}

// A process of its own, killed just before the moment that it is told: a task for the keychain's worker, or a write of
// the record, which comes right after each write of the file. Without a moment it brings everything to its end.
const [folder = '', direction = '', way = '', dieAt = ''] = process.argv.slice(2)
const [from = 'os-keychain', to = 'encrypted-file'] = direction.split(' to ') as PersistentKind[]
const passphrase = 'a passphrase of some length'
const heldFile = join(folder, 'held.json')

makeScryptQuick()
let moments = 0
let isCounting = false
const reach = () => {
  if (!isCounting) return
  if (String(moments) === dieAt) process.kill(process.pid, 'SIGKILL')
  moments += 1
}
const launchKeychain: KeychainLauncher = () => {
  const port = launchKeychainProcess()
  return {
    send(request) {
      reach()
      port.send(request)
    },
    onReply: (listener) => port.onReply(listener),
    onExit: (listener) => port.onExit(listener),
    kill: () => port.kill(),
  }
}

const profile = openStoreProfile({
  folder,
  clock: systemClock,
  launchKeychain,
  deadlines: { ...keychainDeadlines, keep: 0 },
  aroundSave(save) {
    reach()
    save()
  },
})
const { admin, reader, writer } = profile.manager
await admin.start()
if (admin.status().kind === 'encrypted-file') await admin.unlock(passphrase)
await settled()
const isFirst = !existsSync(heldFile)
const held = !isFirst ? (JSON.parse(readFileSync(heldFile, 'utf8')) as [SecretRef, string][]) : await fill()
const report: MoveReport = { moments: 0, isWhole: await isWhole(), orphans: [] }
if (way === 'give up' && admin.status().interruptedMove) await admin.giveUpMove()
if (way === 'die' || isFirst) await moveTo(from)
isCounting = true
await moveTo(to)
isCounting = false
report.moments = moments
report.isWhole &&= await isWhole()
report.orphans = await orphans()
await moveTo(from)
process.stdout.write(`${JSON.stringify(report)}\n`)
await profile.close()

async function fill(): Promise<[SecretRef, string][]> {
  addPlaces(profile.database)
  const secrets: [SecretRef, string][] = []
  for (const name of ['Laptop', 'Server']) {
    const ref = { recordId: randomUUID(), origin: 'https://api.example.test' }
    const secret = `yx-${randomBytes(18).toString('base64url')}`
    addKeyRow(profile.database, ref.recordId, name, admin.status().kind ?? '')
    await writer.write(ref, secret)
    secrets.push([ref, secret])
  }
  writeFileSync(heldFile, JSON.stringify(secrets))
  return secrets
}

async function moveTo(kind: PersistentKind): Promise<void> {
  if (admin.status().kind === kind && !admin.status().interruptedMove) return
  const choice = kind === 'encrypted-file' ? { kind, passphrase } : { kind }
  for await (const progress of await admin.move(choice))
    if (progress.phase === 'failed') throw new Error(`The move failed: ${progress.reason}`)
}

/** Until what runs in the background has come to its end. */
async function settled(): Promise<void> {
  while (admin.status().interruptedMove?.running) await pause(10)
}

async function isWhole(): Promise<boolean> {
  const { kind, state } = admin.status()
  const read = await Promise.all(held.map(async ([ref, secret]) => (await reader.read(ref)) === secret))
  return state === 'ready' && String(kindsOfRows(profile.database)) === kind && read.every(Boolean)
}

async function orphans(): Promise<string[]> {
  const secrets = join(folder, 'secrets')
  const files = existsSync(secrets) ? readdirSync(secrets) : []
  if (admin.status().kind === 'os-keychain') return files
  const { installId } = JSON.parse(
    String(profile.database.get(`SELECT value FROM setting WHERE name = 'fact.secret-store'`)?.['value']),
  ) as { installId: string }
  const keychain = new OsKeychainStore(installId, launchKeychainProcess, systemClock)
  const refs = [...held.map(([ref]) => ref), sentinelRef, probeRef]
  const left = await Promise.all(refs.map(async (ref) => ((await keychain.get(ref)) === null ? [] : [ref.recordId])))
  await keychain.close()
  return [...left.flat(), ...files.filter((name) => name !== 'secrets.keydeck')]
}
