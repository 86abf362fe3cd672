import { createHash } from 'node:crypto'
import { z } from 'zod'
import { KeydeckError } from '../../keydeck-error.ts'
import { derivationSchema, newDerivation } from '../sealing/passphrase-key.ts'
import { sameText } from '../secret-store/secret-envelope.ts'
import { BundleKeys } from './bundle-keys.ts'
import { refuseBundle } from './bundle-refusal.ts'
import { readCanonicalJson } from './canonical-json.ts'

const FORMAT = 'keydeck-bundle'
const VERSION = 1

const AnyHeader = z.object({ format: z.string(), version: z.int() })
const Header = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  // Half a GiB of memory at the most.
  kdf: derivationSchema({ N: 2 ** 19, r: 8, p: 2 }),
})
const Base64Url = z.string().regex(/^[\w-]+$/)
const Body = z.strictObject({ nonce: Base64Url, data: Base64Url })
const Seal = z.strictObject({ check: Base64Url, digest: Base64Url })

/** The bundle's text: a header, the encrypted content, and a line that tells damage and a wrong passphrase apart. */
export async function sealBundle(plain: Buffer, passphrase: string): Promise<string> {
  const kdf = newDerivation()
  const header = JSON.stringify({ format: FORMAT, version: VERSION, kdf })
  const keys = await BundleKeys.derive(passphrase, kdf)
  try {
    const body = JSON.stringify(keys.seal(header, plain))
    const check = keys.check(header)
    const seal = JSON.stringify({ check, digest: digest(header, body, check) })
    return `${header}\n${body}\n${seal}\n`
  } finally {
    keys.wipe()
  }
}

/** The content's bytes, for the asker to overwrite. Throws INVALID with the reason where there are none to be had. */
export async function openBundle(text: string, passphrase: string): Promise<Buffer> {
  const { headerLine, header, body, seal } = parseBundle(text)
  const keys = await BundleKeys.derive(passphrase, header.kdf)
  try {
    if (!sameText(seal.check, keys.check(headerLine)))
      throw new KeydeckError('INVALID', { field: 'passphrase', reason: 'wrong_passphrase' })
    const plain = keys.open(headerLine, body)
    if (!plain) throw refuseBundle('damaged')
    return plain
  } finally {
    keys.wipe()
  }
}

/** Takes the text apart. Line ends may have been turned by what carried the file. */
function parseBundle(text: string) {
  const [headerLine = '', bodyLine = '', sealLine = '', ...rest] = text.trimEnd().split(/\r?\n/)
  const header = parseHeader(headerLine)
  const body = Body.safeParse(readCanonicalJson(bodyLine)).data
  const seal = Seal.safeParse(readCanonicalJson(sealLine)).data
  if (!body || !seal || rest.length > 0) throw refuseBundle('damaged')
  if (!sameText(seal.digest, digest(headerLine, bodyLine, seal.check))) throw refuseBundle('damaged')
  return { headerLine, header, body, seal }
}

function parseHeader(line: string): z.infer<typeof Header> {
  const value = readCanonicalJson(line)
  const any = AnyHeader.safeParse(value).data
  if (any?.format === 'keydeck-secrets') throw refuseBundle('secret_store_file')
  if (any?.format !== FORMAT) throw refuseBundle('not_a_bundle')
  if (any.version !== VERSION) throw refuseBundle(any.version > VERSION ? 'newer_version' : 'older_version')
  const header = Header.safeParse(value).data
  if (!header) throw refuseBundle('damaged')
  return header
}

/** Without a key: finds what was cut or flipped on the way before anyone waits for a passphrase. */
const digest = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('base64url')
