import { os } from './base.ts'

export const host = {
  info: os.host.info.handler(({ context }) => context.hostInfo),
  openLink: os.host.openLink.handler(async ({ input, context }) => ({
    opened: await context.core.openLink(input.url),
  })),
}
