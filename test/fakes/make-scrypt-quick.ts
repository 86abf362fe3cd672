import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { quickScrypt } from './quick-scrypt.ts'

/** Scrypt takes no time from now on, for the whole of a process that a test starts. */
export function makeScryptQuick(): void {
  Object.assign(crypto, { scrypt: quickScrypt(crypto).scrypt })
  syncBuiltinESMExports()
}
