/** Conversations and their turns. A turn's parent makes the tree of branches. */
export const playgroundTables = `
CREATE TABLE conversation (
  id TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL,
  system TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  environment_id TEXT,
  key_id TEXT,
  model TEXT,
  active_message_id TEXT,
  deleted_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_by_time ON conversation (updated_at);

CREATE TABLE message (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  parent_id TEXT,
  role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
  text TEXT NOT NULL,
  reasoning TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  state TEXT,
  model TEXT,
  key_id TEXT,
  key_name TEXT,
  environment_id TEXT,
  call_id TEXT,
  figures TEXT CHECK (figures IS NULL OR json_valid(figures)),
  error TEXT CHECK (error IS NULL OR json_valid(error))
) STRICT;
CREATE INDEX message_by_conversation ON message (conversation_id, sequence);
`
