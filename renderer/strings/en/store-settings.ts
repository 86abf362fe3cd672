import type { SecretStoreKind, StoreMoveProgress } from '../../../contract/secret-store.ts'

const secrets = (count: number) => (count === 1 ? '1 secret' : `${count} secrets`)

/** What a store is called inside a sentence. */
export const storeNames: Record<SecretStoreKind, string> = {
  'os-keychain': 'the system’s keychain',
  'encrypted-file': 'the encrypted file',
  memory: 'memory',
}

/** Words of the settings of the secret store. */
export const storeSettings = {
  kind: 'Kind',
  place: 'Place',
  state: 'State',
  lastRead: 'Last read back',
  lastReadHint: 'Keydeck keeps one test value in the store and reads it back to know that it is still the same store.',
  never: 'not yet',
  ready: 'Ready: it answers, and is the store that holds your secrets',
  readyMemory: 'Ready: gone when Keydeck closes',
  kinds: {
    'os-keychain': 'The system’s keychain',
    'encrypted-file': 'An encrypted file, opened with a passphrase',
    memory: 'Memory only: gone when Keydeck closes',
  },
  again: 'Try again',
  test: {
    run: 'Test it',
    hint: 'A test writes a value of its own, reads it back and deletes it. It touches no key.',
    row: 'Test',
    ok: (write: string, read: string, remove: string) =>
      `Works: written in ${write}, read back in ${read}, deleted in ${remove}.`,
    failed: (why: string) => `Failed. ${why}`,
    at: (time: string) => `at ${time}`,
  },
  lock: {
    run: 'Lock now',
    hint: 'Locked, no call can use a key until the passphrase is typed. Answers that are already coming in come to their end.',
    isLocked: 'The field for the passphrase is at the top of the page.',
  },
  passphrase: {
    title: 'Passphrase',
    text: 'The file is encrypted anew under another passphrase, in one step. The old one opens nothing after it, but a copy of the file made before stays under the old one.',
    open: 'Change the passphrase…',
    current: 'Current passphrase',
    next: { passphrase: 'New passphrase', again: 'The new one again' },
    save: 'Change the passphrase',
    cancel: 'Cancel',
    missing: 'Type the current passphrase.',
    done: 'The passphrase is changed',
    doneText: 'Only the new one opens the file from now on.',
  },
  move: {
    title: 'Move to another store',
    text: 'Every secret is copied, read back and compared. Only then is the new store put in charge and the old one cleared. Calls go on meanwhile; a key that is added waits for the end.',
    memoryText: 'What lies in memory is gone when Keydeck closes. Put into a store that lasts, it stays.',
    choose: {
      'os-keychain': 'Move to the system’s keychain…',
      'encrypted-file': 'Move to an encrypted file…',
    },
    notReady: (store: string) => `First ${store} must be ready.`,
    changes: 'What changes',
    good: {
      'os-keychain': [
        'No passphrase to type: secrets open with your session',
        'The encrypted file is deleted at the end',
      ],
      'encrypted-file': [
        'Works without a keychain: over SSH, in a container',
        'Other programs that run as you can’t ask for your secrets',
        'What Keydeck put into the keychain is removed from it at the end',
      ],
    },
    mind: {
      'os-keychain': ['Programs that run as you can ask the keychain for them too'],
      'encrypted-file': [
        'The passphrase is asked for at each start; until then no call can use a key',
        'A lost passphrase can’t be recovered, by us or anyone',
      ],
    },
    start: {
      'os-keychain': 'Move every secret to the keychain',
      'encrypted-file': 'Move every secret to the file',
    },
    cancel: 'Cancel',
    refused: 'The move did not begin.',
    phases: {
      copying: 'Copying',
      verifying: 'Comparing every copy with its secret',
      clearing: 'Clearing the old store',
      done: 'Done',
      failed: 'Stopped',
    } satisfies Record<StoreMoveProgress['phase'], string>,
    bar: 'How far the move is',
    counts: (done: number, total: number) => `${done} of ${secrets(total)}`,
    elsewhere: (to: string) => `Secrets are being moved to ${to}.`,
    done: (count: number, to: string) => `${secrets(count)} now ${count === 1 ? 'lies' : 'lie'} in ${to}`,
    doneNone: (to: string) => `From now on secrets go to ${to}`,
    doneNoneText: 'There was none to move.',
    doneText: 'Each was read back and compared, and the old store holds none of them any more.',
    doneUncleared: (why: string) =>
      `Each was read back and compared. What lies in the old store could not be removed yet: ${why}`,
    gone: (count: number) =>
      `${count === 1 ? '1 key had no secret' : `${count} keys had no secret`} in the old store before: there was nothing to move. Enter ${count === 1 ? 'it' : 'them'} anew on the keys page.`,
    failed: 'The move stopped',
    failedText: (inCharge: string) => `All your secrets are in ${inCharge} as before.`,
    unreadable: (names: string) =>
      `The store could not hand out the secret of ${names}. Enter that secret anew or delete the key, then go on.`,
    close: 'Close',
  },
  unfinished: {
    copyingTitle: 'A move of your secrets was interrupted',
    copying: (inCharge: string, to: string) =>
      `All of them are in ${inCharge} as before. Some may have a copy in ${to}. The move can go on from there, or be given up: then the copies are removed.`,
    clearingTitle: 'The old store still holds your secrets',
    clearing: (inCharge: string) =>
      `They were moved to ${inCharge} and are used from there. What they left in the old store could not be removed yet. Keydeck tries again at each start.`,
    passphrase: 'Passphrase of the new file',
    passphraseHint: 'The one you chose when the move began. Forgotten? Give the move up and begin anew.',
    goOn: 'Go on',
    giveUp: 'Give up',
    gaveUp: 'The move is given up',
    gaveUpText: 'What was copied is removed; what can’t be reached now, at a later start.',
    clear: 'Clear it now',
    stillThere: 'The old store could not be cleared this time either. See that it can be reached and is unlocked.',
    leave: 'Don’t remind me',
    open: 'Open the settings',
  },
} as const
