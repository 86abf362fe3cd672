import { os } from './base.ts'

export const issued = {
  copy: os.issued.copy.handler(({ input, context }) => context.core.issued.copy(input.ticket, input.within)),
}
