/** Words of the shared components. */
export const ui = {
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: {
    title: 'Nothing was copied',
    text: 'The system refused access to the clipboard. Select the text and copy it by hand.',
  },
  edit: {
    saved: 'Saved',
    undone: 'As before',
    changedSince: 'Changed again since, in another window: nothing was put back.',
    meanwhile: (now: string) =>
      now === ''
        ? 'Emptied in another window meanwhile. Enter keeps yours, Esc keeps that.'
        : `Changed to “${now}” in another window meanwhile. Enter keeps yours, Esc keeps that.`,
  },
  dismiss: 'Dismiss',
  retry: 'Try again',
  clear: 'Clear',
  open: 'Show choices',
  noChoices: 'Nothing matches.',
  asTyped: (text: string) => `Use “${text}” as typed`,
  required: 'required',
  toasts: 'Messages',
  hintOurs: 'Hint, ours:',
  requestId: (id: string) => `Request ${id}`,
  loading: 'Loading',
  working: 'Working',
  rows: (count: number) => (count === 1 ? '1 row' : `${count} rows`),
  chooseRow: (name: string) => `Select ${name}`,
  chooseAll: 'Select all in sight',
  /** The keys of a table of these, for the keyboard help. */
  tableKeys: (one: string, many: string) => ({
    move: `Next or previous ${one}`,
    edges: `First or last ${one}`,
    pages: `A page of ${many} up or down`,
    open: `Everything about the ${one}`,
    find: 'Go to a name; with Shift, by any letter',
    heads: `From the first ${one} up: the heads, where Enter sorts`,
    choose: `Select the ${one}, or let it go`,
    range: `Select up to the next ${one}`,
    all: `Select all ${many} in sight`,
  }),
  sortBy: (column: string) => `Sort by ${column}`,
  secret: (prefix: string, last4: string) => `Secret, begins with ${prefix}, ends with ${last4}`,
  secretNoPrefix: (last4: string) => `Secret, ends with ${last4}`,
  environment: (name: string) => `Environment ${name}`,
  sparkline: (last: string) => `Trend, last value ${last}`,
} as const
