import { join } from 'node:path'
import { hasSecretService, startSecretService } from '../../test/secret-service/secret-service.ts'
import { type Child, startChild } from './child.ts'
import type { Peer } from './peers.ts'
import type { Target } from './raw-client.ts'

/** The script that is Keydeck in this bench. */
export const keydeckScript = join(import.meta.dirname, 'keydeck-process.ts')

/** Where a Keydeck of this bench is, and with which local key. */
export function keydeckTarget(name: string, { line }: Child): Target {
  const { baseUrl, apiKey } = JSON.parse(line) as { baseUrl: string; apiKey: string }
  return { name, port: Number(new URL(baseUrl).port), path: '/v1', headers: { authorization: `Bearer ${apiKey}` } }
}

/** Keydeck with its secrets in a keychain of its own. Null where none can be started. */
export async function startOnKeychain(providerUrl: string): Promise<Peer | null> {
  if (!hasSecretService()) return null
  const service = await startSecretService()
  const child = await startChild(keydeckScript, [providerUrl, 'os-keychain'], { ...process.env, ...service.env })
  return {
    target: keydeckTarget('keydeck on a keychain', child),
    async close() {
      await child.end()
      await service.dispose()
    },
  }
}
