/**
 * The whole life of a key: secrets beside the one in use, the audit, what the person said to findings, lines taken out
 * of files, what probes found, and more of environments and providers. No column can hold a secret.
 */
export const keyLifeTables = `
ALTER TABLE environment ADD COLUMN rotate_after_days INTEGER;

ALTER TABLE provider ADD COLUMN headers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(headers));
ALTER TABLE provider ADD COLUMN proxy TEXT NOT NULL DEFAULT '{"mode":"setting"}' CHECK (json_valid(proxy));
ALTER TABLE provider ADD COLUMN prices TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(prices));
UPDATE provider SET prices = '[{"pattern":"*","input":0,"cached":null,"output":0}]' WHERE preset IN ('ollama', 'lm-studio');

-- The item of the secret in use, in the store. It was the record's own id until the first swap.
ALTER TABLE vault_key ADD COLUMN secret_id TEXT NOT NULL DEFAULT '';
UPDATE vault_key SET secret_id = id;
ALTER TABLE vault_key ADD COLUMN model_tiers TEXT CHECK (model_tiers IS NULL OR json_valid(model_tiers));
ALTER TABLE vault_key ADD COLUMN revoked_at INTEGER;

-- role: 'pending' waits to be swapped in; 'previous' was swapped out and is kept for undo. At most one of each in
-- 'stored' for a key. secret_state as in vault_key, without 'none'. id is the item's name in the store. What describes a
-- secret is exchanged with vault_key as a whole; rotated_at and revoked_at are the key's while this secret was in use.
CREATE TABLE spare_secret (
  id TEXT PRIMARY KEY NOT NULL,
  key_id TEXT NOT NULL REFERENCES vault_key (id),
  role TEXT NOT NULL CHECK (role IN ('pending', 'previous')),
  secret_state TEXT NOT NULL CHECK (secret_state IN ('writing', 'stored', 'removing')),
  store_kind TEXT NOT NULL CHECK (store_kind IN ('os-keychain', 'encrypted-file', 'memory')),
  origin TEXT NOT NULL,
  path_prefix TEXT NOT NULL,
  prefix TEXT NOT NULL,
  last4 TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  notes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(notes)),
  override_reason TEXT,
  last_check TEXT CHECK (last_check IS NULL OR json_valid(last_check)),
  rotated_at INTEGER,
  revoked_at INTEGER,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spare_secret_by_key ON spare_secret (key_id);
CREATE INDEX spare_secret_by_fingerprint ON spare_secret (fingerprint);

-- Append-only, with the names of the moment; refers to nothing. Of a refusal the count may grow, and it may be let go
-- when the table is full; of what was done nothing ever changes.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  key_id TEXT,
  subject TEXT NOT NULL,
  key_mask TEXT NOT NULL DEFAULT '',
  environment_name TEXT NOT NULL DEFAULT '',
  provider_name TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  count INTEGER NOT NULL DEFAULT 1,
  last_at INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_by_key ON audit (key_id, id);
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
WHEN OLD.action NOT IN ('add_refused', 'change_refused', 'call_refused')
  OR NEW.count <= OLD.count OR NEW.last_at < OLD.last_at
  OR (NEW.id, NEW.at, NEW.actor, NEW.action, NEW.subject, NEW.key_mask, NEW.environment_name, NEW.provider_name, NEW.detail)
    <> (OLD.id, OLD.at, OLD.actor, OLD.action, OLD.subject, OLD.key_mask, OLD.environment_name, OLD.provider_name, OLD.detail)
  OR NEW.key_id IS NOT OLD.key_id
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_keeps_what_was_done BEFORE DELETE ON audit
WHEN OLD.action NOT IN ('add_refused', 'change_refused', 'call_refused')
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TABLE dismissed_finding (
  id TEXT PRIMARY KEY NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- state: 'keeping' until the line is in the secret store, 'kept' until the file is rewritten, then 'removed';
-- 'returning' while it is put back; 'forgetting' from the person's word until the store confirms that it holds none.
CREATE TABLE removed_line (
  id TEXT PRIMARY KEY NOT NULL,
  path TEXT NOT NULL,
  line INTEGER NOT NULL,
  variable TEXT NOT NULL,
  key_id TEXT NOT NULL,
  key_name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('keeping', 'kept', 'removed', 'returning', 'forgetting')),
  store_kind TEXT NOT NULL CHECK (store_kind IN ('os-keychain', 'encrypted-file', 'memory')),
  -- HMAC of the line with the installation's key, to tell whether a file holds it.
  line_mark TEXT NOT NULL,
  -- Where it stood, in bytes, in the file as it would be with every line of this table back in place.
  start INTEGER NOT NULL,
  length INTEGER NOT NULL,
  -- HMAC of the whole file as Keydeck last left it, and as it will be while a rewrite is under way.
  file_mark TEXT NOT NULL,
  next_file_mark TEXT,
  removed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE capability (
  key_id TEXT PRIMARY KEY NOT NULL REFERENCES vault_key (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  model TEXT NOT NULL,
  results TEXT NOT NULL CHECK (json_valid(results))
) STRICT, WITHOUT ROWID;
`
