import type { SecretStoreReason, SecretStoreState } from '../../../../contract/secret-store.ts'

/** What a keychain's error message comes to. The message itself stays in the worker. */
export interface KeychainFault {
  readonly state: SecretStoreState
  readonly reason: SecretStoreReason
}

const unavailable = (reason: SecretStoreReason): KeychainFault => ({ state: 'unavailable', reason })
const locked: KeychainFault = { state: 'locked', reason: 'prompt_dismissed' }

/** Messages as the binding's stores word them: Secret Service, Windows Credential Manager, macOS Keychain. First match wins. */
const table: readonly (readonly [RegExp, KeychainFault])[] = [
  [/prompt was dismissed|object locked|IsLocked/i, locked],
  [/no result found/i, unavailable('no_collection')],
  [
    /DBUS_SESSION_BUS_ADDRESS|Failed to connect to socket|Unable to autolaunch|disconnected from D-Bus|Connection is closed/i,
    unavailable('no_bus'),
  ],
  [
    /not provided by any \.service files|ServiceUnknown|NameHasNoOwner|No DBus session or Secret Service provider/i,
    unavailable('no_service'),
  ],
  [/Did not receive a reply|NoReply|Timeout was reached/i, { state: 'timeout', reason: 'no_answer' }],
  [/disconnected from message bus without replying|exited (with status|on signal)/i, unavailable('crashed')],
  [/AccessDenied|rejected send message|not authorized/i, unavailable('denied')],
  [/matched by \d+ credentials/i, unavailable('ambiguous')],
  [/not valid UTF-8|not UTF-8 encoded|BadEncoding|Crypto error|must have MIME type/i, unavailable('foreign_data')],

  [/ERROR_NO_SUCH_LOGON_SESSION|error code 1312\b/i, locked],
  [/error code 1783\b|error code 5\b|ERROR_INVALID_PARAMETER|ERROR_BAD_USERNAME/i, unavailable('denied')],
  [/error code (1722|1717|1115)\b/i, unavailable('no_service')],

  [/User canceled|-128\b|User interaction is not allowed|-25308\b|in dark wake|-25320\b/i, locked],
  [
    /passphrase you entered is not correct|-25293\b|no access for this item|-25243\b|-34018\b|required entitlement|write permissions error|-61\b/i,
    unavailable('denied'),
  ],
  [
    /default keychain could not be found|keychain could not be found|-2530[67]\b|-25294\b|not a valid keychain|-25295\b/i,
    unavailable('no_collection'),
  ],
  [/No keychain is available|-25291\b/i, unavailable('no_service')],
]

/** Sorts an error of the binding into a class. What the table doesn't know counts as a store that can't be reached. */
export function classifyKeychainError(error: unknown): KeychainFault {
  const message = error instanceof Error ? error.message : String(error)
  return table.find(([pattern]) => pattern.test(message))?.[1] ?? unavailable('unknown')
}
