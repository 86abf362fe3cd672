/** Words of the playground page. */
export const playground = {} as const
