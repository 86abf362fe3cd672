import { os } from './base.ts'

export const providers = {
  list: os.providers.list.handler(({ context }) => context.core.vault.providers.list()),
  add: os.providers.add.handler(({ input, context }) => context.core.vault.providers.add(input)),
  shipped: os.providers.shipped.handler(({ input, context }) => context.core.vault.providers.shipped(input.id)),
  update: os.providers.update.handler(({ input, context }) =>
    context.core.vault.providers.update(input.id, input.changes),
  ),
  reset: os.providers.reset.handler(({ input, context }) => context.core.vault.providers.reset(input.id)),
  remove: os.providers.remove.handler(({ input, context }) => context.core.vault.providers.remove(input.id)),
  probe: os.providers.probe.handler(({ input, context, signal }) =>
    context.core.vault.providers.probe(input.keyId, input.model, signal ?? new AbortController().signal),
  ),
  capabilities: os.providers.capabilities.handler(({ input, context }) =>
    context.core.vault.providers.capabilities(input.keyId),
  ),
  discover: os.providers.discover.handler(({ context }) => context.core.vault.providers.discover()),
  adopt: os.providers.adopt.handler(({ input, context }) =>
    context.core.vault.providers.adopt(input.baseUrl, input.environmentId),
  ),
}
