import { type Core, createCore } from '../../main/core/create-core.ts'
import { launchKeychainProcess } from '../../main/core/vault/secret-store/launch-keychain.ts'
import { headlessPorts } from '../../main/headless/host-ports.ts'
import { silentLog } from '../fakes/log.ts'
import type { Profile, RunningApp } from './hosts.ts'

/** Lets an earlier session have happened: acts through the core, without a page. Keydeck must not be running on the profile. */
export async function earlier<Result>(
  { folder, env }: Pick<Profile, 'folder' | 'env'>,
  act: (core: Core) => Result | Promise<Result>,
): Promise<Result> {
  const core = await createCore({
    dataFolder: folder,
    ports: headlessPorts(silentLog),
    launchKeychain: () => launchKeychainProcess(env),
  })
  try {
    await core.secretStore.start()
    return await act(core)
  } finally {
    await core.close()
  }
}

export interface EarlierKey {
  baseUrl: string
  secret: string
  name: string
  /** Development, as in the form, where none is named. */
  environment?: string
}

/** What `addFirstKey` does by the form, for specs that are about something else: a provider, and a key that was checked. */
export function addEarlier(profile: Pick<Profile, 'folder' | 'env'>, ...keys: EarlierKey[]): Promise<void> {
  return earlier(profile, async ({ vault }) => {
    for (const { baseUrl, secret, name, environment = 'Development' } of keys) {
      const input = {
        name: 'Stranger',
        baseUrl,
        keyPrefix: 'yx-',
        variable: '',
        dashboardUrl: null,
        needsKey: true,
        caPem: null,
      }
      const provider = vault.providers.list().find((one) => one.name === input.name) ?? vault.providers.add(input)
      const { id: environmentId } = vault.environments.list().find((one) => one.name === environment)!
      const { key } = await vault.keys.add({
        name,
        secret,
        providerId: provider.id,
        environmentId,
        accountType: 'custom',
        tags: [],
        notes: '',
      })
      await vault.keys.check(key.id)
    }
  })
}

/** Keydeck on a profile that has these keys. */
export async function startWithKeys(profile: Profile, ...keys: EarlierKey[]): Promise<RunningApp> {
  await addEarlier(profile, ...keys)
  return profile.start()
}
