/**
 * The ledger: append-only, with the names, masks and prices of that moment and no reference to other tables. Times in
 * milliseconds, money in micro-dollars.
 *
 * `call_group` is a dictionary: everything about a call that many calls share (who asked, with which key, for which
 * model, under which names), kept once and never changed; a renamed key makes a new group. An empty `local_key_id`,
 * `local_key_name` or `model` stands for none, so that the unique rule compares it.
 *
 * `call` has one row a call. Ids are random, so an index on them alone would touch a page of the file for every call: a
 * call is found by its start and its id. `call_hour` and `call_day` are its roll-ups by UTC hour and day of the start,
 * written in the same transaction; their histograms are coded as `calls/histogram.ts` says.
 */
export const ledgerTables = `
CREATE TABLE call_group (
  id INTEGER PRIMARY KEY,
  origin TEXT NOT NULL,
  environment_id TEXT NOT NULL,
  environment_name TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  provider_name TEXT NOT NULL,
  key_id TEXT NOT NULL,
  key_name TEXT NOT NULL,
  key_mask TEXT NOT NULL,
  account_type TEXT NOT NULL,
  local_key_id TEXT NOT NULL,
  local_key_name TEXT NOT NULL,
  model TEXT NOT NULL,
  UNIQUE (
    key_id, model, origin, local_key_id, environment_id, provider_id,
    key_name, key_mask, account_type, local_key_name, environment_name, provider_name
  )
) STRICT;

CREATE TABLE call (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  group_id INTEGER NOT NULL,
  client TEXT,
  conversation_id TEXT,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  streaming INTEGER NOT NULL,
  end_state TEXT NOT NULL,
  status INTEGER,
  error_layer TEXT,
  error_code TEXT,
  tokens_in INTEGER,
  tokens_cached INTEGER,
  tokens_out INTEGER,
  tokens_reasoning INTEGER,
  tokens_estimated INTEGER NOT NULL,
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
CREATE UNIQUE INDEX call_by_time ON call (started_at, id);
CREATE INDEX call_by_group ON call (group_id, started_at);

CREATE TABLE call_hour (
  hour INTEGER NOT NULL,
  group_id INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  stopped INTEGER NOT NULL,
  truncated INTEGER NOT NULL,
  tokens_in INTEGER NOT NULL,
  tokens_cached INTEGER NOT NULL,
  tokens_out INTEGER NOT NULL,
  tokens_reasoning INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  cost INTEGER NOT NULL,
  unpriced INTEGER NOT NULL,
  first_token BLOB NOT NULL,
  duration BLOB NOT NULL,
  PRIMARY KEY (hour, group_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE call_day (
  day INTEGER NOT NULL,
  group_id INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  stopped INTEGER NOT NULL,
  truncated INTEGER NOT NULL,
  tokens_in INTEGER NOT NULL,
  tokens_cached INTEGER NOT NULL,
  tokens_out INTEGER NOT NULL,
  tokens_reasoning INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  cost INTEGER NOT NULL,
  unpriced INTEGER NOT NULL,
  first_token BLOB NOT NULL,
  duration BLOB NOT NULL,
  PRIMARY KEY (day, group_id)
) STRICT, WITHOUT ROWID;
`
