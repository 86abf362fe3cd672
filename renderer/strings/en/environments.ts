/** Words of environments: the guard's question, and the section where they are managed. */
export const environments = {
  guard: {
    title: (name: string) => `Send to ${name}?`,
    text: (key: string) =>
      `This uses ${key}. Calls cost real money and count against its limit. Keydeck asks once until it is closed or the secret store is locked.`,
    send: 'Send',
    failed: 'Your yes could not be kept, so nothing was sent.',
  },
} as const
