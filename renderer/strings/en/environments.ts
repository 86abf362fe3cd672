const keys = (count: number) => (count === 1 ? '1 key' : `${count} keys`)

/** Words of environments: the guard's question, and the section where they are managed. */
export const environments = {
  guard: {
    title: (name: string) => `Send to ${name}?`,
    text: (key: string) =>
      `This uses ${key}. Calls cost real money and count against its limit. Keydeck asks once until it is closed or the secret store is locked.`,
    send: 'Send',
    failed: 'Your yes could not be kept, so nothing was sent.',
  },

  manage: 'Manage environments…',
  more: 'More environments',
  section: 'Environments',
  about: 'Each key lies in one environment. The switch at the top of the window shows one of them, or all.',
  add: 'Add environment',
  colours: { teal: 'Teal', violet: 'Violet', magenta: 'Magenta', blue: 'Blue', pink: 'Pink', slate: 'Slate' },
  shapes: { ring: 'Ring', 'half-disc': 'Half disc', square: 'Square', diamond: 'Diamond' },

  row: {
    keys,
    noKeys: 'No keys',
    guarded: 'Guarded',
    confirmed: 'Guarded, confirmed until Keydeck ends',
    never: 'No rotation',
    every: (days: number) => (days === 1 ? 'Rotates daily' : `Rotates every ${days} days`),
    up: (name: string) => `Move ${name} up`,
    down: (name: string) => `Move ${name} down`,
    moved: (name: string, place: number, of: number) => `${name} is now number ${place} of ${of}.`,
  },

  shortcuts: { group: 'Environments', up: 'Move the environment up', down: 'Move the environment down' },

  fields: {
    name: 'Name',
    colour: 'Colour',
    shape: 'Shape',
    guard: 'Guarded',
    guardText:
      'Asks once before the first call that costs money, each time Keydeck starts. For environments where a mistake is expensive. Listing models costs nothing and is not asked.',
    rotation: 'Regenerate keys',
    rotationHint: 'A key can have a period of its own.',
    never: 'Never',
    days: (days: number) => `Every ${days} days`,
    year: 'Every year',
    own: 'Another period…',
    ownLabel: 'Days between rotations',
    ownHint: 'From 1 to 3,650. Enter keeps it.',
    ownError: 'A whole number of days, from 1 to 3,650.',
  },

  adding: { title: 'Add an environment', submit: 'Add' },

  removing: {
    button: 'Remove…',
    lastOne: 'The last environment can’t be removed.',
    title: (name: string) => `Remove ${name}?`,
    empty: 'No key lies in it. Recorded calls keep its name.',
    withKeys: (count: number) =>
      `Its ${keys(count)} ${count === 1 ? 'moves' : 'move'} to another environment. Recorded calls keep its name.`,
    withDeleted: 'A key that was just deleted can still be restored, so it needs a place too.',
    to: 'Keys move to',
    guardedTarget: (name: string) => `${name} is guarded: the first call with one of them asks.`,
    submit: 'Remove',
    removed: (name: string) => `${name} removed`,
    movedTo: (count: number, name: string) => `${keys(count)} moved to ${name}`,
  },

  unguarded: (name: string) => `${name} is no longer guarded`,

  failed: 'The environment was not changed',
  refusals: {
    environment_name_taken: 'There is an environment of this name already.',
    too_many_environments: 'There are 200 environments already. Remove one first.',
    last_environment: 'The last environment can’t be removed.',
    environment_has_keys: 'There are keys in it. Choose where they go.',
    environment_has_local_keys:
      'Local keys of the gateway use it. Revoke or delete them on the gateway page, or give them another environment, first.',
    duplicate_secret:
      'One of its keys has a secret that lies in that environment already. Choose another one, or delete one of the two keys first.',
    name: 'A name has 1 to 80 characters.',
    holds_secret: 'A key stands in it. Keys belong in the vault, where they are stored safely.',
  },
} as const
