/** A name as names are compared: the database compares only A to Z without case. */
export const foldedName = (name: string): string => name.normalize('NFKC').toLowerCase()
