/**
 * Responses that a provider keeps for `GET /responses/{id}`: who made each, with which vault key, and what of its figures
 * the ledger has already. Only the SHA-256 of an id is kept. An empty `local_key_id` stands for none.
 */
export const madeResponseTables = `
CREATE TABLE made_response (
  id_hash BLOB NOT NULL,
  key_id TEXT NOT NULL,
  local_key_id TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  tokens_in INTEGER NOT NULL DEFAULT 0,
  tokens_cached INTEGER NOT NULL DEFAULT 0,
  tokens_out INTEGER NOT NULL DEFAULT 0,
  tokens_reasoning INTEGER NOT NULL DEFAULT 0,
  cost INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (id_hash, key_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX made_response_by_local_key ON made_response (local_key_id, made_at);
`
