/** What a certificate says of itself. Only for showing: the core judges it. */
export interface CertificateFacts {
  subject: string
  issuer: string
  /** Milliseconds since 1970. */
  notAfter: number
}

const BLOCK = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/g

const SEQUENCE = 0x30
const UTC_TIME = 0x17
const BMP_STRING = 0x1e

/** Common name and organisation, by the bytes of their object identifiers. */
const NAME_PARTS: readonly string[] = ['85,4,3', '85,4,10']

/** The certificates of a PEM text in their order; null where there is none, or one that can't be read. */
export function readCertificates(pem: string): CertificateFacts[] | null {
  const blocks = [...pem.matchAll(BLOCK)]
  if (blocks.length === 0) return null
  try {
    return blocks.map(([, body = '']) => readOne(Uint8Array.from(atob(body.replace(/\s/g, '')), toByte)))
  } catch {
    // Not base64, or not DER: there is nothing to show, and the core says why it takes it or not.
    return null
  }
}

const toByte = (character: string) => character.charCodeAt(0)

function readOne(bytes: Uint8Array): CertificateFacts {
  const [signed] = partsOf(bytes, readPart(bytes, 0))
  const parts = partsOf(bytes, signed)
  // The version comes first, and only in certificates newer than the first kind.
  const [, , issuer, validity, subject] = parts[0]?.tag === 0xa0 ? parts.slice(1) : parts
  const [, notAfter] = partsOf(bytes, validity)
  return { subject: nameIn(bytes, subject), issuer: nameIn(bytes, issuer), notAfter: timeIn(bytes, notAfter) }
}

/** A tag and where its content lies. */
interface Part {
  tag: number
  from: number
  to: number
}

function readPart(bytes: Uint8Array, at: number): Part {
  const tag = byteAt(bytes, at)
  const first = byteAt(bytes, at + 1)
  const extra = first < 0x80 ? 0 : first - 0x80
  if (extra > 3) throw new RangeError('A length of more than three bytes.')
  let length = extra === 0 ? first : 0
  for (let index = 0; index < extra; index += 1) length = length * 256 + byteAt(bytes, at + 2 + index)
  const from = at + 2 + extra
  if (from + length > bytes.length) throw new RangeError('It ends too early.')
  return { tag, from, to: from + length }
}

function partsOf(bytes: Uint8Array, parent: Part | undefined): Part[] {
  if (parent === undefined) throw new RangeError('A part is missing.')
  const parts: Part[] = []
  for (let at = parent.from; at < parent.to; ) {
    const part = readPart(bytes, at)
    parts.push(part)
    at = part.to
  }
  return parts
}

function nameIn(bytes: Uint8Array, name: Part | undefined): string {
  const found = partsOf(bytes, name)
    .flatMap((set) => partsOf(bytes, set))
    .filter(({ tag }) => tag === SEQUENCE)
    .map((pair) => partsOf(bytes, pair))
  const words = NAME_PARTS.flatMap((wanted) => {
    const [, value] = found.find(([id]) => id && bytes.slice(id.from, id.to).join() === wanted) ?? []
    return value ? [textIn(bytes, value)] : []
  })
  return words.join(', ')
}

function textIn(bytes: Uint8Array, { tag, from, to }: Part): string {
  return new TextDecoder(tag === BMP_STRING ? 'utf-16be' : 'utf-8').decode(bytes.slice(from, to))
}

function timeIn(bytes: Uint8Array, part: Part | undefined): number {
  if (part === undefined) throw new RangeError('A time is missing.')
  const written = textIn(bytes, part)
  // Two digits of a year mean 1950 to 2049.
  const century = part.tag === UTC_TIME ? (Number(written.slice(0, 2)) < 50 ? '20' : '19') : ''
  const [, year, month, date, hour, minute] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)/.exec(century + written) ?? []
  const time = Date.UTC(Number(year), Number(month) - 1, Number(date), Number(hour), Number(minute))
  if (Number.isNaN(time)) throw new RangeError('A time that is none.')
  return time
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new RangeError('It ends too early.')
  return byte
}
