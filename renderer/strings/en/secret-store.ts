import type { z } from 'zod'
import type { SecretStoreReason } from '../../../contract/secret-store.ts'

/** What is wrong with the secret store: what happened, what it means, what to do next on each system. */
export interface TroubleWords {
  title: string
  text: string
  /** Steps; those for one system under its name. */
  next: { all?: readonly string[]; linux?: readonly string[]; darwin?: readonly string[]; win32?: readonly string[] }
}

type Reason = Exclude<z.infer<typeof SecretStoreReason>, 'none'>

const nothingLost =
  'Nothing was deleted. Keys, conversations and recorded calls are all there; only calls have to wait.'

/** One for each reason. The page adds the button that tries again. */
export const troubles: Record<Reason, TroubleWords> = {
  no_bus: {
    title: 'The system’s keychain can’t be reached',
    text: `Keydeck found no session bus, which leads to the keychain. ${nothingLost}`,
    next: {
      linux: [
        'Start Keydeck from your desktop session, not from a bare terminal or a service.',
        'Over SSH or in a container: run it under dbus-run-session with a keyring, as the README shows.',
      ],
    },
  },
  no_service: {
    title: 'The system’s keychain is not running',
    text: `Nothing answers for the keychain. ${nothingLost}`,
    next: {
      linux: ['Start GNOME Keyring or KWallet, or sign out and in again.'],
      darwin: ['Open Keychain Access and see that “login” is there.'],
      win32: ['Open Services and start “Credential Manager”.'],
    },
  },
  no_collection: {
    title: 'The keychain has no place for keys yet',
    text: `The keychain runs, but holds no default collection. ${nothingLost}`,
    next: {
      linux: ['Open Passwords and Keys (Seahorse), add a password keyring named “Login”, and set it as default.'],
      darwin: ['Open Keychain Access and set “login” as the default keychain.'],
    },
  },
  prompt_dismissed: {
    title: 'The keychain is locked',
    text: `The system asked for your password and got no answer, so no key can be read. ${nothingLost}`,
    next: { all: ['Try again, and type your login password when the system asks for it.'] },
  },
  no_answer: {
    title: 'The keychain doesn’t answer',
    text: `Keydeck asked and waited, and no answer came. A prompt of the system may be hidden behind a window. ${nothingLost}`,
    next: {
      all: ['Look for a password prompt of the system and answer it.'],
      linux: ['If there is none, the keyring may hang: sign out and in again.'],
    },
  },
  denied: {
    title: 'The system refused access to the keychain',
    text: `Keydeck may not read its own items. ${nothingLost}`,
    next: {
      darwin: ['In Keychain Access, find the items named Keydeck and allow Keydeck under Access Control.'],
      linux: ['Check that Keydeck runs as the user whose keyring it is, and not in a sandbox without access to it.'],
      win32: ['Check that Keydeck runs as the user who added the keys.'],
    },
  },
  replaced: {
    title: 'This is not the keychain that held your keys',
    text: 'A keychain answers, but the test value that Keydeck left in it is gone. Nothing was deleted by Keydeck; your secrets are in another keychain, or someone emptied this one. Keydeck writes nothing until this is settled.',
    next: {
      all: ['Unlock or bring back the keychain that you used before, then try again.'],
      linux: [
        'A new “login” keyring is often made when the password is changed from outside: look for the old one in Seahorse.',
      ],
      darwin: ['A keychain that was reset is kept as “login_renamed” in ~/Library/Keychains.'],
    },
  },
  ambiguous: {
    title: 'The keychain holds the same item twice',
    text: `Keydeck can’t tell which of two test values is its own, and does not guess. ${nothingLost}`,
    next: { all: ['Look in your keychain’s own program for items named Keydeck, and remove the copy that you made.'] },
  },
  foreign_data: {
    title: 'Something else wrote to Keydeck’s item',
    text: `The test value in the keychain is not what Keydeck wrote. ${nothingLost}`,
    next: { all: ['Look in your keychain’s own program for who changed the item named Keydeck.'] },
  },
  file_missing: {
    title: 'The encrypted file is not where it was',
    text: 'Keydeck has deleted nothing. The file with your secrets was moved or removed from outside.',
    next: { all: ['Put the file back in its place from a backup, then try again.'] },
  },
  file_damaged: {
    title: 'The encrypted file is damaged',
    text: 'Part of it can’t be read, or it was changed from outside. Keydeck leaves it as it is and writes nothing over it.',
    next: { all: ['Put back the newest good copy from your own backup, then try again.'] },
  },
  file_permissions: {
    title: 'The encrypted file can’t be opened',
    text: `The file’s permissions don’t let Keydeck in, or let others in too. ${nothingLost}`,
    next: {
      linux: ['Make it yours alone: chmod 600 on the file named below.'],
      darwin: ['Make it yours alone: chmod 600 on the file named below.'],
      win32: ['In the file’s properties, under Security, leave only your own user.'],
    },
  },
  wrong_passphrase: {
    title: 'That is not the passphrase',
    text: 'The file did not open. Nothing was changed, and you can try as often as you like.',
    next: {},
  },
  passphrase_needed: {
    title: 'The encrypted file is locked',
    text: 'Type its passphrase to use your keys. Everything that needs no key works meanwhile.',
    next: {},
  },
  crashed: {
    title: 'The part of Keydeck that reads the keychain stopped',
    text: `It was started again. ${nothingLost}`,
    next: { all: ['Try again. If it stops again, the system’s own keychain program may say why.'] },
  },
  unknown: {
    title: 'The secret store can’t be used now',
    text: `It gave an answer that Keydeck does not know. ${nothingLost}`,
    next: { all: ['Try again, or sign out and in again.'] },
  },
}

/** Where a file means another thing than a keychain. */
export const fileTroubles: Partial<Record<Reason, TroubleWords>> = {
  replaced: {
    title: 'This is not the encrypted file that held your keys',
    text: 'The file in its place is an older copy, or belongs to another Keydeck. Nothing was deleted by Keydeck, and it writes nothing until this is settled.',
    next: { all: ['Put the newest copy of the file back in its place, then try again.'] },
  },
}

/** Why the store refuses what the person asked of it. */
export const storeRefusals: Readonly<Record<string, string>> = {
  wrong_passphrase: 'That is not the passphrase. Nothing was changed.',
  same_as_before: 'This is the passphrase that the file has already.',
  too_short: 'At least 8 characters.',
  move_running: 'Secrets are being moved just now. Wait until the move is over.',
  no_move: 'No move is unfinished any more.',
  same_store: 'The secrets lie in this store already.',
  target_not_persistent: 'Secrets can’t be moved to memory: they would be gone when Keydeck closes.',
  moves_by_choosing: 'What lies in memory moves when another store is chosen.',
  no_passphrase_needed: 'This store has no passphrase.',
  secret_store_already_chosen: 'Another store holds your secrets already.',
  unreadable_secret:
    'One secret in the file was stored for another address than its key names, so it can’t be encrypted anew. Check your keys, enter that secret anew or delete the key, then try again. The passphrase is as it was.',
}

/** Words around the reasons. */
export const troubleFrame = {
  locked: 'The keychain is locked',
  place: 'Place:',
  retry: 'Try again',
  unlock: 'Unlock',
  passphrase: 'Passphrase',
  stillWrong: 'Still not the passphrase.',
  typeIt: 'Type the passphrase first.',
  checking: 'Opening the secret store. A password prompt of the system may wait for you.',
} as const
