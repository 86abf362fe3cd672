/** Words of the usage page, which reads the recorded calls. */
export const calls = {} as const
