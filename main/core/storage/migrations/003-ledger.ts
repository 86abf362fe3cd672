/**
 * The ledger: one row a call, append-only, with the names, masks and prices of that moment and no reference to other
 * tables. Times in milliseconds, money in micro-dollars. The roll-up is written in the same transaction: one row an
 * hour and combination, with log-bucket histograms (counts as little-endian uint32, see calls/histogram.ts).
 */
export const ledgerTables = `
CREATE TABLE call (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  started_at INTEGER NOT NULL,
  origin TEXT NOT NULL,
  environment_id TEXT NOT NULL,
  environment_name TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  provider_name TEXT NOT NULL,
  key_id TEXT NOT NULL,
  key_name TEXT NOT NULL,
  key_mask TEXT NOT NULL,
  account_type TEXT NOT NULL,
  local_key_id TEXT,
  local_key_name TEXT,
  client TEXT,
  conversation_id TEXT,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  model TEXT,
  streaming INTEGER NOT NULL,
  end_state TEXT NOT NULL,
  status INTEGER,
  error_layer TEXT,
  error_code TEXT,
  tokens_in INTEGER,
  tokens_cached INTEGER,
  tokens_out INTEGER,
  tokens_reasoning INTEGER,
  tokens_estimated INTEGER NOT NULL DEFAULT 0,
  cost INTEGER,
  price_source TEXT NOT NULL,
  wait_ms REAL NOT NULL,
  first_token_ms REAL,
  duration_ms REAL NOT NULL,
  attempt INTEGER NOT NULL,
  request_bytes INTEGER NOT NULL,
  response_bytes INTEGER NOT NULL,
  provider_request_id TEXT
) STRICT;
CREATE INDEX call_by_time ON call (started_at);

CREATE TABLE call_hour (
  hour INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  model TEXT NOT NULL,
  origin TEXT NOT NULL,
  local_key_id TEXT NOT NULL,
  environment_id TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  key_name TEXT NOT NULL,
  environment_name TEXT NOT NULL,
  provider_name TEXT NOT NULL,
  calls INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  stopped INTEGER NOT NULL,
  truncated INTEGER NOT NULL,
  tokens_in INTEGER NOT NULL,
  tokens_cached INTEGER NOT NULL,
  tokens_out INTEGER NOT NULL,
  tokens_reasoning INTEGER NOT NULL,
  cost INTEGER NOT NULL,
  unpriced INTEGER NOT NULL,
  first_token BLOB NOT NULL,
  duration BLOB NOT NULL,
  PRIMARY KEY (hour, key_id, model, origin, local_key_id, environment_id, provider_id)
) STRICT, WITHOUT ROWID;
`
