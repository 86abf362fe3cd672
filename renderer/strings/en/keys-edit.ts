import { accountTypes } from './account-types.ts'
import { keyFields } from './key-fields.ts'

/** Words of changing a key in its place, and of what the core refuses. */
export const keysEdit = {
  heading: 'This key',
  nameEmpty: 'A key needs a name.',
  moveAnyway: 'Move all the same',
  stay: 'Leave it where it is',
  perMinute: keyFields.perMinute,
  perMinutePlaceholder: 'No limit',
  perMinuteError: 'A whole number from 1 to 100,000, or nothing for no limit.',
  tiers: 'Models',
  tierNames: accountTypes.tiers,
  period: 'Rotation',
  periodUnit: 'days',
  periodInherited: (days: number, environment: string) => `${days}, as ${environment} says`,
  periodNone: 'No period',
  periodError: 'A whole number of days, from 1 to 3,650.',
  notes: 'Notes',
  notesNone: 'Add notes',
  tagsLabel: 'Tags',
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
    secret_removed: 'Its secret was removed. Enter it again first.',
    not_found: 'It is gone: another window deleted it.',
    store: 'The secret store can’t be used now. Nothing was changed.',
  },
} as const
