/** A secret as people see it: its prefix, four dots, its last four. */
export const maskOf = ({ prefix, last4 }: { prefix: string; last4: string }) => `${prefix}••••${last4}`
