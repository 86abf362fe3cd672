import { X509Certificate } from 'node:crypto'
import { KeydeckError } from '../../keydeck-error.ts'

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** The certificates of a pasted PEM file, and nothing else of it. Null where nothing was pasted. */
export function readCaPem(pasted: string | null): string | null {
  if (pasted === null || pasted.trim() === '') return null
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pasted)) throw refuse('private_key')
  const blocks = pasted.match(BLOCK)
  if (!blocks) throw refuse('not_pem')
  return blocks.map(normalise).join('')
}

function normalise(block: string): string {
  try {
    return new X509Certificate(block).toString()
  } catch {
    throw refuse('not_pem')
  }
}

function refuse(reason: 'not_pem' | 'private_key'): KeydeckError {
  return new KeydeckError('INVALID', { field: 'caPem', reason })
}
