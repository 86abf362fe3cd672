import { hkdfSync, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'

/** What scrypt is told besides phrase and salt. It takes 128 x N x r bytes of memory, and time as N x r x p. */
export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** How a passphrase becomes a key. */
export interface KeyDerivation extends ScryptCost {
  readonly name: 'scrypt'
  readonly salt: string
}

/** The parameters of new files, and the least that an old one may ask for. */
export const scryptFloor: ScryptCost = { N: 2 ** 17, r: 8, p: 1 }

/**
 * What a header says of its key, where it lies between the floor and a ceiling: below, phrases would be cheap to try;
 * above, a file could make Keydeck swallow the machine's memory before the passphrase is even looked at.
 */
export const derivationSchema = (ceiling: ScryptCost) =>
  z.strictObject({
    name: z.literal('scrypt'),
    N: z
      .int()
      .min(scryptFloor.N)
      .max(ceiling.N)
      .refine((N) => (N & (N - 1)) === 0),
    r: z.int().min(scryptFloor.r).max(ceiling.r),
    p: z.int().min(scryptFloor.p).max(ceiling.p),
    salt: z.string().regex(/^[\w-]{43}$/),
  })

/** The parameters of a new file, with a salt of its own. */
export const newDerivation = (): KeyDerivation => ({
  name: 'scrypt',
  ...scryptFloor,
  salt: randomBytes(32).toString('base64url'),
})

/** Keys for the given uses, in their order, from one passphrase. Whoever asks overwrites them. */
export async function deriveKeys(
  passphrase: string,
  { N, r, p, salt }: KeyDerivation,
  uses: readonly string[],
): Promise<Buffer[]> {
  // The same phrase typed on two systems may come in two Unicode forms.
  const phrase = Buffer.from(passphrase.normalize('NFC'))
  const root = await new Promise<Buffer>((resolve, reject) => {
    scrypt(phrase, Buffer.from(salt, 'base64url'), 32, { N, r, p, maxmem: 256 * N * r * p }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  }).finally(() => phrase.fill(0))
  try {
    return uses.map((use) => Buffer.from(hkdfSync('sha256', root, '', use, 32)))
  } finally {
    root.fill(0)
  }
}
