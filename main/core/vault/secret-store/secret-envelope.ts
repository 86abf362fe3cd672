import { createHash, timingSafeEqual } from 'node:crypto'
import { OriginMismatchError, type SecretRef, SecretStoreError } from './secret-store.ts'

const form = /^v1\.([\w-]{22})\.([\w-]{8})\.([\x20-\x7e]+)$/

/**
 * What a keychain item holds: `v1.<origin tag>.<checksum>.<secret>`. The tag binds the secret to its server where a
 * change of the database can't reach it; the checksum tells a damaged item from a whole one.
 */
export function sealEnvelope(ref: SecretRef, secret: string): string {
  const tag = originTag(ref.origin)
  return `v1.${tag}.${checksum(tag, secret)}.${secret}`
}

/** The secret inside, if it was sealed for this origin. */
export function openEnvelope(ref: SecretRef, sealed: string): string {
  const parts = form.exec(sealed)
  const [tag, sum, secret] = [parts?.[1], parts?.[2], parts?.[3]]
  if (!tag || !sum || !secret || !sameText(sum, checksum(tag, secret)))
    throw new SecretStoreError('unavailable', 'foreign_data')
  if (!sameText(tag, originTag(ref.origin))) throw new OriginMismatchError(ref.recordId)
  return secret
}

/** Whether a text is a whole envelope, for whatever origin. */
export function isEnvelope(text: string): boolean {
  const parts = form.exec(text)
  return parts !== null && sameText(parts[2] ?? '', checksum(parts[1] ?? '', parts[3] ?? ''))
}

/** Compares two texts in a time that says nothing about where they differ. */
export function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

const originTag = (origin: string) => createHash('sha256').update(origin).digest('base64url').slice(0, 22)

const checksum = (tag: string, secret: string) =>
  createHash('sha256').update(`${tag}\0${secret}`).digest('base64url').slice(0, 8)
