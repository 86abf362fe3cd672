import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMemoryLog } from '../../../../test/fakes/log.ts'
import { personFolder } from '../../../../test/fakes/person-folder.ts'
import { freshSecret } from '../../../../test/fakes/vault-fixture.ts'
import { headlessPorts } from '../../../headless/host-ports.ts'
import { type Core, createCore } from '../../create-core.ts'

const passphrase = 'a passphrase of some length'
const log = createMemoryLog()
let home: string
let core: Core
beforeEach(async () => {
  home = personFolder()
  core = await start()
})
afterEach(async () => {
  await core.close()
  rmSync(home, { recursive: true, force: true })
})

const start = () =>
  createCore({
    dataFolder: join(home, 'data'),
    ports: headlessPorts(log),
    // This machine's own keychain is nobody's business here.
    launchKeychain: () => {
      throw new Error('no keychain')
    },
  })

/** Every file of the profile that holds the text, the log's lines included. */
function holding(text: string): string[] {
  const files = readdirSync(join(home, 'data'), { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).isFile() && readFileSync(path).includes(text))
  return JSON.stringify(log.lines).includes(text) ? [...files, 'log'] : files
}

it('keys and lines lie in the real encrypted file alone, and a line comes back after a restart', async () => {
  await core.secretStore.choose({ kind: 'encrypted-file', passphrase })
  const secrets = [freshSecret(), freshSecret()]
  const path = join(home, '.env')
  const text = `A=1\nYUNXIN_API_KEY=${secrets[0]} # a note\n#YUNXIN_KEY="${secrets[1]}"\nB=2`
  writeFileSync(path, text)

  const batch = await core.vault.imports.read({ from: 'env-file', path })
  const environmentId = core.vault.environments.list()[0]?.id ?? ''
  const results = await core.vault.imports.store(
    batch.id,
    batch.rows.map(({ line, suggestedName, providerId }) => ({
      line,
      name: suggestedName,
      providerId: providerId ?? '',
      environmentId,
      accountType: 'pro',
    })),
  )
  expect(results.map((result) => result.refusal)).toEqual([null, null])
  await core.vault.imports.removeLines(batch.id, [2, 3])
  expect(readFileSync(path, 'utf8')).toBe('A=1\nB=2')

  await core.close()
  expect(holding('keydeck-secrets')).toHaveLength(1)
  for (const secret of secrets) expect(holding(secret.slice(3))).toEqual([])
  core = await start()
  const [first, second] = core.vault.imports.removedLines()
  await expect(core.vault.imports.putBack(first?.id ?? '')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  await core.secretStore.unlock(passphrase)
  await core.vault.imports.putBack(second?.id ?? '')
  await core.vault.imports.putBack(first?.id ?? '')
  expect(readFileSync(path, 'utf8')).toBe(text)
  expect(core.vault.storedSecrets.list().map((item) => item.table)).toEqual(['vault_key', 'vault_key'])
})
