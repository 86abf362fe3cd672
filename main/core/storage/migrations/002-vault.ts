/** Environments, providers and the records of vault keys. No column can hold a secret. */
export const vaultTables = `
CREATE TABLE environment (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  colour TEXT NOT NULL,
  shape TEXT NOT NULL,
  guarded INTEGER NOT NULL CHECK (guarded IN (0, 1)),
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE provider (
  id TEXT PRIMARY KEY NOT NULL,
  preset TEXT NOT NULL,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  monogram TEXT NOT NULL,
  base_url TEXT NOT NULL,
  key_prefix TEXT NOT NULL,
  variable TEXT NOT NULL,
  dashboard_url TEXT,
  needs_key INTEGER NOT NULL CHECK (needs_key IN (0, 1)),
  tier_rules TEXT NOT NULL CHECK (json_valid(tier_rules)),
  ca_pem TEXT,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- secret_state: 'writing' from the intent until the read-back, then 'stored'; 'removing' from the end of the undo window
-- until the store confirms that it holds none; 'none' for a provider that needs no key.
-- store_kind: the store that was asked to hold the secret, so that another store's "I have none" counts for nothing.
CREATE TABLE vault_key (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  provider_id TEXT NOT NULL REFERENCES provider (id),
  environment_id TEXT NOT NULL REFERENCES environment (id),
  account_type TEXT NOT NULL,
  requests_per_minute INTEGER,
  origin TEXT NOT NULL,
  path_prefix TEXT NOT NULL,
  prefix TEXT NOT NULL,
  last4 TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  secret_state TEXT NOT NULL CHECK (secret_state IN ('writing', 'stored', 'removing', 'none')),
  store_kind TEXT CHECK (store_kind IN ('os-keychain', 'encrypted-file', 'memory')),
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  notes TEXT NOT NULL DEFAULT '',
  override_reason TEXT,
  created_at INTEGER NOT NULL,
  rotated_at INTEGER,
  rotate_after_days INTEGER,
  expires_at INTEGER,
  last_used_at INTEGER,
  last_check TEXT CHECK (last_check IS NULL OR json_valid(last_check)),
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'revoked')),
  monthly_budget INTEGER,
  deleted_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX vault_key_by_fingerprint ON vault_key (fingerprint);

CREATE TABLE model_list (
  key_id TEXT PRIMARY KEY NOT NULL REFERENCES vault_key (id) ON DELETE CASCADE,
  models TEXT NOT NULL CHECK (json_valid(models)),
  fetched_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
