const plural = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`)

/** Words of a key's panel: what to do next, changing it in its place, its history. */
export const keysPanel = {
  more: 'More for this key',
  guarded: 'guarded',
  reactivate: 'Put back in use',
  matters: {
    heading: 'What to do next',
    enter: 'Enter the secret again',
    revoked: (date: string) => `Revoked on ${date}. Every call with it is refused; its record and history stay.`,
    revokedRemoved: (date: string) =>
      `Revoked on ${date}, and its secret was removed. Every call with it is refused; its record and history stay.`,
    storeSettings: 'Secret store settings',
  },
  findings: {
    failed: 'What Keydeck found about this key could not be loaded.',
    dismiss: 'Dismiss',
    dismissLabel: (text: string) => `Dismiss: ${text}`,
    dismissed: 'Dismissed',
    dismissedText: 'It stays away as long as the matter is the same.',
    dismissFailed: 'It could not be dismissed',
    restoreFailed: 'It could not be brought back',
    text: {
      rotation_due: (when: string) => `Due for a new secret since ${when}.`,
      rotation_soon: (when: string) => `Due for a new secret on ${when}.`,
      expired: (when: string) => `Expired on ${when}.`,
      expiring: (when: string) => `Expires on ${when}.`,
      never_used: () => 'Never used since it was added. A key that nobody needs is one that can only leak.',
      long_unused: (when: string) => `Not used since ${when}. A key that nobody needs is one that can only leak.`,
      same_secret_two_environments: () =>
        'The same secret lies in another environment: one can’t be revoked without stopping the other.',
      one_key_for_everything: () =>
        'The only key of its provider, for everything. Separate keys can be revoked one by one.',
      regeneration_unfinished: (when: string) =>
        `A new secret waits since ${when}: it is stored, and no call uses it yet.`,
      old_secret_kept: (when: string) =>
        `The old secret is kept since ${when}. Revoke it at the provider, then say so.`,
      env_line_unconfirmed: () => 'Its line was taken out of a file and is kept until you confirm.',
    },
    action: {
      regenerate: 'Regenerate…',
      goOn: 'Go on',
      revoke: 'Revoke…',
      add: 'Add a key',
      review: 'Review',
    },
  },
  rotation: {
    heading: 'Rotation',
    due: (date: string) => `due since ${date}`,
    in: (span: string, date: string) => `in ${span}, ${date}`,
    since: (date: string) => `Secret of ${date}`,
    every: (days: number) => `every ${plural(days, 'day', 'days')}`,
    progress: 'Share of the rotation period that is over',
    pending: (masked: string, when: string) => `A new secret, ${masked}, waits since ${when}.`,
    previous: (masked: string, when: string) => `The old secret, ${masked}, is kept since ${when}.`,
    goOn: 'Go on',
  },
  budget: {
    heading: 'Budget this month',
    of: (spent: string, budget: string) => `${spent} of ${budget}`,
    over: 'Used up: calls are refused until the month ends.',
  },
  usageLink: 'Usage',
  history: {
    csv: 'CSV',
    json: 'JSON',
    export: (format: string) => `Export the history as ${format}`,
    exportFailed: 'The history could not be exported',
  },
  details: 'Details',
  editProvider: 'Edit provider',
  override: 'Same secret elsewhere',
} as const
