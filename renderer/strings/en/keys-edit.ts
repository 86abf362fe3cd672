/** Words of changing a key in its place, and of what the core refuses. */
export const keysEdit = {
  tags: {
    placeholder: 'Add a tag',
    add: (tag: string) => `Add the tag ${tag}`,
    remove: (tag: string) => `Take the tag ${tag} off`,
    offered: 'Tags in use',
  },
  refused: {
    duplicate_secret: 'The same secret is a key of that environment already.',
    duplicate_old_secret:
      'A key of that environment had the same secret before it was regenerated, and it is still kept.',
    same_secret_other_environment: 'The same secret is a key of another environment. Say why it may be so.',
    holds_secret: 'A secret stands in this text. Secrets belong into the secret store only: take it out.',
    in_the_past: 'That day is over. Choose a later one, or none.',
    empty: 'Choose at least one tier.',
    duplicate_tag: 'It has this tag already.',
    secret_removed: 'Its secret was removed. Enter it again first.',
    not_found: 'It is gone: another window deleted it.',
    store: 'The secret store can’t be used now. Nothing was changed.',
  },
} as const
