import type { Origin } from '../../../contract/calls.ts'

/** When a key was last called from one origin, in the environment that it lay in then. */
export interface KeyUse {
  keyId: string
  origin: Origin
  environmentId: string
  lastAt: number
}
