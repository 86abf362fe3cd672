import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeScryptQuick } from './make-scrypt-quick.ts'
import { Stage, watchSteps } from './vault-scenarios.ts'

// A process of its own that imports the bundle of its folder, and is killed after the step that it is told. It ends in
// peace where the import is over before.
makeScryptQuick()
const [folder = '', passphrase = '', at = ''] = process.argv.slice(2)
const stage = new Stage(folder)
const bundle = await stage.vault.bundles.open(readFileSync(join(folder, 'keys.keydeck'), 'utf8'), passphrase)
watchSteps(stage, ({ index, moment }) => {
  if (index === Number(at) && moment === 'after') process.kill(process.pid, 'SIGKILL')
})
const rows = bundle.rows.map(({ index, proposed }) => ({ index, action: proposed }))
await stage.vault.bundles.import(bundle.id, rows)
await stage.close()
