import type * as Crypto from 'node:crypto'

/**
 * Node's crypto with a scrypt that takes no time: for tests of what lies inside a file, which open a hundred of them.
 * `vi.mock('node:crypto', async (original) => quickScrypt(await original()))`. What a file's key costs is tested with the real one.
 */
export function quickScrypt(real: typeof Crypto): typeof Crypto {
  const { scrypt: whole } = real
  const scrypt: typeof real.scrypt = (...parts: unknown[]) => {
    const [phrase, salt, length] = parts as [Buffer, Buffer, number]
    const done = parts.at(-1) as (error: Error | null, key: Buffer) => void
    whole(phrase, salt, length, { N: 2, r: 1, p: 1 }, done)
  }
  return { ...real, scrypt }
}
