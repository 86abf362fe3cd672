/**
 * Keydeck for the gateway's bench, a process of its own: the whole core on a real database, with the gateway on and one
 * local key. Its first line is where it is and the key, as JSON. Give it the provider's base URL, and `os-keychain` where
 * its secrets are to lie there and not in memory.
 */
import { freshSecret } from '../../test/fakes/vault-fixture.ts'
import { startGateway } from '../../test/gateway/gateway-fixture.ts'

const [baseUrl, kind] = process.argv.slice(2)
if (!baseUrl) throw new Error('Say where the provider is.')
const store = { kind: kind === 'os-keychain' ? kind : 'memory' } as const
const gateway = await startGateway({ baseUrl, secret: freshSecret() }, { store })
console.log(JSON.stringify({ baseUrl: gateway.baseUrl, apiKey: gateway.apiKey }))
process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)))
