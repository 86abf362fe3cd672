/** The model of a call that its group does not name, as only so many names get groups of their own. */
export const callModelColumn = `
ALTER TABLE call ADD COLUMN model TEXT;
`
