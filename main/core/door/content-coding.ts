import type { Duplex } from 'node:stream'
import * as zlib from 'node:zlib'

const { BROTLI_OPERATION_FLUSH, ZSTD_d_windowLogMax, ZSTD_e_flush, Z_SYNC_FLUSH } = zlib.constants

const largest = 4 * 1024 * 1024
/** Each piece goes to another thread and back. */
const chunkSize = 64 * 1024
/** What HTTP allows a packer to remember, and no more: 8 MB. */
const window = { params: { [ZSTD_d_windowLogMax]: 23 } }

const nameOf = (encoding: string | null) => encoding?.trim().toLowerCase() ?? ''

/** Some servers call bytes `deflate` that lack the header of it. */
const hasHeader = (bytes: Buffer) => ((bytes[0] ?? 8) & 0x0f) === 8

/**
 * Undoes a content encoding in one go, for what is read beside the asker; undefined where there is none or it is unknown.
 * Throws where the bytes are broken, or are more than `most` when unpacked.
 */
export function decoderFor(encoding: string | null, most = largest): ((bytes: Buffer) => Buffer) | undefined {
  const limit = { maxOutputLength: most }
  switch (nameOf(encoding)) {
    case 'gzip':
    case 'x-gzip':
      return (bytes) => zlib.gunzipSync(bytes, limit)
    case 'deflate':
      return (bytes) => (hasHeader(bytes) ? zlib.inflateSync(bytes, limit) : zlib.inflateRawSync(bytes, limit))
    case 'br':
      return (bytes) => zlib.brotliDecompressSync(bytes, limit)
    case 'zstd':
      return (bytes) => zlib.zstdDecompressSync(bytes, { ...limit, ...window })
    default:
      return undefined
  }
}

/** The same as a stream. `first`: the bytes that it begins with. What is cut short is unpacked as far as it goes. */
export function decodingStream(encoding: string | null, first?: Buffer): Duplex | undefined {
  const options = { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH, chunkSize }
  switch (nameOf(encoding)) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip(options)
    case 'deflate':
      return !first || hasHeader(first) ? zlib.createInflate(options) : zlib.createInflateRaw(options)
    case 'br':
      return zlib.createBrotliDecompress({
        flush: BROTLI_OPERATION_FLUSH,
        finishFlush: BROTLI_OPERATION_FLUSH,
        chunkSize,
      })
    case 'zstd':
      return zlib.createZstdDecompress({ finishFlush: ZSTD_e_flush, chunkSize, ...window })
    default:
      return undefined
  }
}

const coding = /^\s*(?:gzip|x-gzip|deflate|br|zstd|identity)\s*(?:;|$)/i

/** What an asker accepts, without encodings that nobody here can undo: an answer in one of them could not be counted. */
export function readableCodings(accepted: string): string {
  const codings = accepted.split(',').filter((one) => coding.test(one))
  return codings.length === 0 ? 'identity' : codings.join(',').trim()
}
