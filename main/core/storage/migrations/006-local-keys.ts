/**
 * Keys that Keydeck issues for its own gateway. No column can hold a key's text: only its SHA-256, of 256 random bits,
 * and its last four characters. Lists are JSON; null follows the account type, or means all.
 */
export const localKeyTables = `
CREATE TABLE local_key (
  id TEXT PRIMARY KEY NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  last4 TEXT NOT NULL,
  name TEXT NOT NULL,
  environment_id TEXT NOT NULL,
  account_type TEXT NOT NULL,
  requests_per_minute INTEGER,
  model_tiers TEXT CHECK (model_tiers IS NULL OR json_valid(model_tiers)),
  models TEXT CHECK (models IS NULL OR json_valid(models)),
  vault_key_ids TEXT CHECK (vault_key_ids IS NULL OR json_valid(vault_key_ids)),
  allows_files INTEGER NOT NULL CHECK (allows_files IN (0, 1)),
  monthly_budget INTEGER,
  expires_at INTEGER,
  created_at INTEGER NOT NULL,
  regenerated_at INTEGER,
  revoked_at INTEGER,
  last_used_at INTEGER,
  last_client TEXT,
  deleted_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX local_key_by_environment ON local_key (environment_id);

-- Texts that were regenerated away: refused as revoked, not as unknown, for as long as their key is there.
CREATE TABLE former_local_key (
  hash TEXT PRIMARY KEY NOT NULL,
  key_id TEXT NOT NULL REFERENCES local_key (id) ON DELETE CASCADE,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX former_local_key_by_key ON former_local_key (key_id);
`
