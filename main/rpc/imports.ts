import { os } from './base.ts'

export const imports = {
  chooseFile: os.imports.chooseFile.handler(async ({ context }) => ({
    path: await context.core.vault.imports.chooseFile(),
  })),
  read: os.imports.read.handler(({ input, context }) => context.core.vault.imports.read(input.source)),
  store: os.imports.store.handler(({ input, context }) => context.core.vault.imports.store(input.batchId, input.rows)),
  discard: os.imports.discard.handler(({ input, context }) => {
    context.core.vault.imports.discard(input.batchId)
    return input
  }),
  removeLines: os.imports.removeLines.handler(({ input, context }) =>
    context.core.vault.imports.removeLines(input.batchId, input.lines),
  ),
  removedLines: os.imports.removedLines.handler(({ context }) => context.core.vault.imports.removedLines()),
  putBack: os.imports.putBack.handler(({ input, context }) => context.core.vault.imports.putBack(input.id)),
  confirmRemoved: os.imports.confirmRemoved.handler(({ input, context }) =>
    context.core.vault.imports.confirmRemoved(input.ids),
  ),
}
