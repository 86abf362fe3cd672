/**
 * Conversations and their turns. A turn's parent makes the tree of branches; `runId` of the contract is the answer's id.
 * The long texts stand last, so that reading a turn's figures never walks through them. The counts of a conversation
 * are kept beside it, in the same transaction as its turns, so that the list needs no sums.
 */
export const playgroundTables = `
CREATE TABLE conversation (
  id TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  environment_id TEXT,
  key_id TEXT,
  model TEXT,
  active_message_id TEXT,
  messages INTEGER NOT NULL DEFAULT 0,
  cost INTEGER NOT NULL DEFAULT 0,
  deleted_at INTEGER,
  system TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_by_time ON conversation (updated_at, id) WHERE deleted_at IS NULL;

CREATE TABLE message (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  parent_id TEXT,
  role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
  created_at INTEGER NOT NULL,
  state TEXT,
  model TEXT,
  key_id TEXT,
  key_name TEXT,
  environment_id TEXT,
  call_id TEXT,
  figures TEXT CHECK (figures IS NULL OR json_valid(figures)),
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  reasoning TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL
) STRICT;
CREATE INDEX message_by_conversation ON message (conversation_id, sequence);
CREATE INDEX message_running ON message (id) WHERE state = 'running';
`
