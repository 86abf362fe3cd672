/** Words of the keys page. */
export const keys = {} as const
