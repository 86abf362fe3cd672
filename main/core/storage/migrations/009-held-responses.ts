/**
 * What a response that runs on by itself may still cost, in micro-dollars: it is held back from budgets until its figures
 * are known. What the ledger has of it already is in `cost`.
 */
export const heldResponseColumn = `
ALTER TABLE made_response ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
CREATE INDEX made_response_held ON made_response (made_at) WHERE held > 0;
`
