import { os } from './base.ts'

export const secretStore = {
  status: os.secretStore.status.handler(({ context }) => context.core.secretStore.status()),
  choose: os.secretStore.choose.handler(({ input, context }) => context.core.secretStore.choose(input)),
  unlock: os.secretStore.unlock.handler(({ input, context }) => context.core.secretStore.unlock(input.passphrase)),
  retry: os.secretStore.retry.handler(({ context }) => context.core.secretStore.retry()),
  test: os.secretStore.test.handler(({ context }) => context.core.secretStore.test()),
  move: os.secretStore.move.handler(({ input, context }) => context.core.secretStore.move(input)),
  giveUpMove: os.secretStore.giveUpMove.handler(({ context }) => context.core.secretStore.giveUpMove()),
  changePassphrase: os.secretStore.changePassphrase.handler(({ input, context }) =>
    context.core.secretStore.changePassphrase(input),
  ),
  lock: os.secretStore.lock.handler(({ context }) => context.core.secretStore.lock()),
}
