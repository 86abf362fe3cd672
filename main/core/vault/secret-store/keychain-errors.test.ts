import { expect, test } from 'vitest'
import { classifyKeychainError } from './keychain-errors.ts'

const platform = (message: string) => new Error(`Platform failure: ${message}`)
const storage = (message: string) => new Error(`Couldn't access platform storage: ${message}`)

test.each([
  // Linux: each message was seen with a real gnome-keyring or a bus without one.
  [
    'K1 no bus',
    platform(
      'DBus error: Using X11 for dbus-daemon autolaunch was disabled at compile time, set your DBUS_SESSION_BUS_ADDRESS instead',
    ),
    'unavailable',
    'no_bus',
  ],
  [
    'K1 dead address',
    platform('DBus error: Failed to connect to socket /run/gone: No such file or directory'),
    'unavailable',
    'no_bus',
  ],
  [
    'K2',
    platform('DBus error: The name org.freedesktop.secrets was not provided by any .service files'),
    'unavailable',
    'no_service',
  ],
  ['K3', storage('Secret Service: no result found'), 'unavailable', 'no_collection'],
  ['K4', storage('Secret Service: unlock prompt was dismissed'), 'locked', 'prompt_dismissed'],
  ['K5', platform('DBus error: Did not receive a reply. Possible causes include: …'), 'timeout', 'no_answer'],
  [
    'K5 killed in a call',
    platform('DBus error: Message recipient disconnected from message bus without replying'),
    'unavailable',
    'crashed',
  ],
  ['two items', new Error('Entry is matched by 2 credentials: [Entry { … }]'), 'unavailable', 'ambiguous'],
  ['K11', new Error('Password data is not valid UTF-8'), 'unavailable', 'foreign_data'],
  // K18: Windows and macOS as their stores word it; never seen here.
  ['K18 Windows locked session', storage('Windows ERROR_NO_SUCH_LOGON_SESSION'), 'locked', 'prompt_dismissed'],
  ['K18 Windows 1783', platform('Windows error code 1783'), 'unavailable', 'denied'],
  ['K18 Windows access denied', platform('Windows error code 5'), 'unavailable', 'denied'],
  ['K18 Windows service down', platform('Windows error code 1722'), 'unavailable', 'no_service'],
  ['K18 macOS cancel', platform('User canceled the operation.'), 'locked', 'prompt_dismissed'],
  ['K18 macOS locked screen', platform('User interaction is not allowed.'), 'locked', 'prompt_dismissed'],
  ['K18 macOS deny', platform('The user name or passphrase you entered is not correct.'), 'unavailable', 'denied'],
  ['K18 macOS unsigned', platform("A required entitlement isn't present."), 'unavailable', 'denied'],
  ['K18 macOS no keychain', platform('A default keychain could not be found.'), 'unavailable', 'no_collection'],
  [
    'K18 macOS none available',
    storage('No keychain is available. You may need to restart your computer.'),
    'unavailable',
    'no_service',
  ],
  ['a code with no text', platform('error code -25308'), 'locked', 'prompt_dismissed'],
  ['anything new', new Error('Something nobody has seen'), 'unavailable', 'unknown'],
  ['no Error at all', 'Windows error code 17830', 'unavailable', 'unknown'],
])('%s is classed, so that the page can say what to do', (_name, error, state, reason) => {
  expect(classifyKeychainError(error)).toEqual({ state, reason })
})
