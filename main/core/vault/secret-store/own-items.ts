import type { SecretRef } from './secret-store.ts'

/** The item that tells a store from one that was put in its place. */
export const sentinelRef: SecretRef = { recordId: 'sentinel', origin: 'keydeck:sentinel' }

/** The item of a test. Its name is always the same: whatever a crash leaves of it, the next test takes away. */
export const probeRef: SecretRef = { recordId: 'probe', origin: 'keydeck:probe' }
