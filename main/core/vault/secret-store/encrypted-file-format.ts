import { createHash } from 'node:crypto'
import { z } from 'zod'
import { derivationSchema, type KeyDerivation } from '../sealing/passphrase-key.ts'
import type { FileKeys } from './encrypted-file-keys.ts'
import { sameText } from './secret-envelope.ts'
import { SecretStoreError } from './secret-store.ts'

const Base64Url = z.string().regex(/^[\w-]+$/)

const Header = z.strictObject({
  format: z.literal('keydeck-secrets'),
  version: z.literal(1),
  installId: z.string().min(1),
  // 2 GiB of memory at the most.
  kdf: derivationSchema({ N: 2 ** 20, r: 16, p: 4 }),
})

const Sealed = z.strictObject({ nonce: Base64Url, data: Base64Url })
const Body = z.strictObject({ generation: z.int().positive(), records: z.record(z.string(), Sealed) })
const Seal = z.strictObject({ check: Base64Url, mac: Base64Url, digest: Base64Url })

/** What the file says of its records; each secret is still encrypted. */
export type FileBody = z.infer<typeof Body>

/** A file that is whole, read but not yet trusted. */
export interface FileImage {
  readonly headerLine: string
  readonly bodyLine: string
  readonly installId: string
  readonly kdf: KeyDerivation
  readonly body: FileBody
  readonly seal: z.infer<typeof Seal>
}

/** The file's first line. */
export const headerLine = (installId: string, kdf: KeyDerivation) =>
  JSON.stringify({ format: 'keydeck-secrets', version: 1, installId, kdf })

/** The file's bytes: header, body, and a line that seals both. */
export function formatFile(header: string, body: FileBody, keys: FileKeys): Buffer {
  const bodyLine = JSON.stringify(body)
  const check = keys.check(header)
  const mac = keys.seal(`${header}\n${bodyLine}`)
  const seal = { check, mac, digest: digest(header, bodyLine, check, mac) }
  return Buffer.from(`${header}\n${bodyLine}\n${JSON.stringify(seal)}\n`)
}

/** Takes a file apart and refuses one that is cut, altered by accident, or asks for a weaker key than ours. */
export function parseFile(bytes: Buffer): FileImage {
  const lines = bytes.toString('utf8').split('\n')
  const [headerText, bodyText, sealText, rest] = lines
  if (headerText === undefined || bodyText === undefined || sealText === undefined || rest !== '' || lines.length !== 4)
    throw damaged()
  const header = parseLine(Header, headerText)
  const body = parseLine(Body, bodyText)
  const seal = parseLine(Seal, sealText)
  if (!sameText(seal.digest, digest(headerText, bodyText, seal.check, seal.mac))) throw damaged()
  return {
    headerLine: headerText,
    bodyLine: bodyText,
    installId: header.installId,
    kdf: header.kdf,
    body,
    seal,
  }
}

/** Refuses a file that these keys didn't seal. */
export function verifyFile(image: FileImage, keys: FileKeys): void {
  if (!sameText(image.seal.check, keys.check(image.headerLine)))
    throw new SecretStoreError('locked', 'wrong_passphrase')
  if (!sameText(image.seal.mac, keys.seal(`${image.headerLine}\n${image.bodyLine}`))) throw damaged()
}

function parseLine<Schema extends z.ZodType>(schema: Schema, line: string): z.infer<Schema> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw damaged()
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw damaged()
  return parsed.data
}

const damaged = () => new SecretStoreError('unavailable', 'file_damaged')

const digest = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('base64url')
