import { os } from './base.ts'
import { notYet } from './not-yet.ts'

export const secretStore = {
  status: os.secretStore.status.handler(({ context }) => context.core.secretStore.status()),
  choose: os.secretStore.choose.handler(({ input, context }) => context.core.secretStore.choose(input)),
  unlock: os.secretStore.unlock.handler(({ input, context }) => context.core.secretStore.unlock(input.passphrase)),
  retry: os.secretStore.retry.handler(({ context }) => context.core.secretStore.retry()),
  test: os.secretStore.test.handler(notYet),
  move: os.secretStore.move.handler(notYet),
  giveUpMove: os.secretStore.giveUpMove.handler(notYet),
  changePassphrase: os.secretStore.changePassphrase.handler(notYet),
  lock: os.secretStore.lock.handler(notYet),
}
