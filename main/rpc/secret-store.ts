import { os } from './base.ts'

export const secretStore = {
  status: os.secretStore.status.handler(({ context }) => context.core.secretStore.status()),
  choose: os.secretStore.choose.handler(({ input, context }) => context.core.secretStore.choose(input)),
  unlock: os.secretStore.unlock.handler(({ input, context }) => context.core.secretStore.unlock(input.passphrase)),
  retry: os.secretStore.retry.handler(({ context }) => context.core.secretStore.retry()),
}
