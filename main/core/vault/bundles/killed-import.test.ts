import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { NewProvider } from '../../../../contract/providers.ts'
import { quickScrypt } from '../../../../test/fakes/quick-scrypt.ts'
import { freshSecret, VaultFixture } from '../../../../test/fakes/vault-fixture.ts'
import { Stage } from '../../../../test/fakes/vault-scenarios.ts'
import { programFile } from '../../../../test/programs.ts'
import { suggestPassphrase } from './suggest-passphrase.ts'

vi.mock('node:crypto', async (original) => quickScrypt(await original()))

const script = programFile('bundle-child')
const newFolder = () => mkdtempSync(join(tmpdir(), 'keydeck-bundle-'))
const passphrase = suggestPassphrase()
const secrets = { Key: freshSecret(), Server: freshSecret(), Laptop: freshSecret() }

it('killed with SIGKILL after any step of an import: each key is whole or absent, and importing again brings the rest', {
  timeout: 300_000,
}, async () => {
  const prepared = newFolder()
  try {
    await prepare(prepared)
    const reached = new Set<string>()
    for (let at = 0; ; at += 1) {
      const folder = newFolder()
      cpSync(prepared, folder, { recursive: true })
      const wasKilled = await play(folder, at)
      reached.add(await expectRest(folder, `step ${at}`))
      if (!wasKilled) break
    }
    // Before the first row, between rows, and after the last.
    expect([...reached].toSorted()).toEqual(['', 'Key', 'Key Server', 'Key Laptop Server'].toSorted())
  } finally {
    rmSync(prepared, { recursive: true })
  }
})

/** A vault with one key, and a bundle with a newer secret for it, one key for a new place, and one that is revoked. */
async function prepare(folder: string): Promise<void> {
  const stage = new Stage(folder)
  await stage.addKey()
  await stage.close()
  const home = new VaultFixture()
  home.clock.jump(86_400_000)
  const provider = home.vault.providers.add(
    NewProvider.parse({ name: 'Gateway', baseUrl: 'https://gateway.example/v1' }),
  )
  const environment = home.vault.environments.add({
    name: 'Extra',
    colour: 'blue',
    shape: 'diamond',
    guarded: true,
    rotateAfterDays: 30,
  })
  const place = { providerId: provider.id, environmentId: environment.id }
  for (const input of [{ name: 'Key' }, { name: 'Server', ...place }, { name: 'Laptop', environment: 'Staging' }]) {
    home.clock.jump(1)
    await home.vault.keys.add({ ...home.newKey(input), secret: secrets[input.name as keyof typeof secrets] })
  }
  const keys = home.vault.keys.list()
  home.vault.keys.revoke(keys.find(({ name }) => name === 'Laptop')?.id ?? '', false)
  const { content } = await home.vault.bundles.export(
    keys.map(({ id }) => id),
    passphrase,
  )
  writeFileSync(join(folder, 'keys.keydeck'), content)
  await home.remove()
}

/** Whether it was killed: past the last step, nothing is left to be killed in. */
async function play(folder: string, at: number): Promise<boolean> {
  const child = spawn(process.execPath, [script, folder, passphrase, String(at)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code, signal] = await once(child, 'exit')
  if (signal === null && code !== 0) throw new Error(`the child ended with ${String(code)}`)
  return signal === 'SIGKILL'
}

/** The names that the killed import had brought; the rest is brought now. */
async function expectRest(folder: string, step: string): Promise<string> {
  const stage = new Stage(folder)
  try {
    await stage.settle()
    const brought = await whole(stage)
    const bundle = await stage.vault.bundles.open(readFileSync(join(folder, 'keys.keydeck'), 'utf8'), passphrase)
    const open = bundle.rows.filter(({ proposed }) => proposed !== 'skip')
    expect(open.map(({ name }) => name).toSorted(), step).toEqual(
      Object.keys(secrets)
        .filter((name) => !brought.includes(name))
        .toSorted(),
    )
    const rows = open.map(({ index, proposed }) => ({ index, action: proposed }))
    if (rows.length > 0) await stage.vault.bundles.import(bundle.id, rows)
    await stage.settle()
    expect(await whole(stage), step).toEqual(['Key', 'Laptop', 'Server'])
    expect([stage.strays(), stage.unfinished(), stage.vault.keys.list().length], step).toEqual([[], [], 3])
    expect(stage.vault.environments.list().filter(({ name }) => name === 'Extra')).toMatchObject([{ guarded: true }])
    expect(stage.vault.keys.list().find(({ name }) => name === 'Laptop')).toMatchObject({ status: 'revoked' })
    return brought.join(' ')
  } finally {
    await stage.remove()
  }
}

/** Keys of the bundle that are here with the secret that it has for them. What is revoked gives none out. */
async function whole(stage: Stage): Promise<string[]> {
  const names: string[] = []
  for (const { id, name, status } of stage.vault.keys.list()) {
    const secret = secrets[name as keyof typeof secrets]
    const isHere =
      status === 'revoked' ? [...stage.store.secrets.values()].includes(secret) : (await stage.secretOf(id)) === secret
    if (isHere) names.push(name)
  }
  return names.toSorted()
}
