import { os } from './base.ts'

export const findings = {
  list: os.findings.list.handler(({ context }) => context.core.checkup.list()),
  dismiss: os.findings.dismiss.handler(({ input, context }) => context.core.checkup.dismiss(input.id)),
  restore: os.findings.restore.handler(({ input, context }) => context.core.checkup.restore(input.id)),
}
