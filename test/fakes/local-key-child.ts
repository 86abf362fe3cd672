import { LocalKeysFixture, localKeyActs } from './local-keys-fixture.ts'
import { VaultFixture } from './vault-fixture.ts'

// A process of its own that plays one act on the local key of a prepared folder, and is killed at the moment of its
// only transaction that it is told.
const [folder = '', name = '', moment = ''] = process.argv.slice(2)
const act = localKeyActs[name]
if (!act) throw new Error(`no act ${name}`)

const fixture = new LocalKeysFixture(new VaultFixture(folder))
let writes = 0
fixture.vault.database.onWrite = (phase) => {
  if (phase === 'before') writes += 1
  if (writes === 1 && phase === moment) process.kill(process.pid, 'SIGKILL')
}
act(fixture)
// Over without having been killed: a second transaction would need a moment of its own.
process.exitCode = writes === 1 ? 0 : 9
await fixture.vault.close()
