import type { Duplex } from 'node:stream'
import * as zlib from 'node:zlib'

const largest = 4 * 1024 * 1024

/** Undoes a content encoding in one go, for what is read beside the asker; undefined where there is none or it is unknown. */
export function decoderFor(encoding: string | null): ((bytes: Buffer) => Buffer) | undefined {
  const limit = { maxOutputLength: largest }
  switch (encoding?.trim().toLowerCase() ?? '') {
    case 'gzip':
    case 'x-gzip':
      return (bytes) => zlib.gunzipSync(bytes, limit)
    case 'deflate':
      return (bytes) => zlib.inflateSync(bytes, limit)
    case 'br':
      return (bytes) => zlib.brotliDecompressSync(bytes, limit)
    case 'zstd':
      return (bytes) => zlib.zstdDecompressSync(bytes, limit)
    default:
      return undefined
  }
}

/** The same as a stream, for a provider that packs events although it was asked not to. */
export function decodingStream(encoding: string | null): Duplex | undefined {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH })
    case 'deflate':
      return zlib.createInflate({ flush: zlib.constants.Z_SYNC_FLUSH })
    case 'br':
      return zlib.createBrotliDecompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH })
    case 'zstd':
      return zlib.createZstdDecompress()
    default:
      return undefined
  }
}
