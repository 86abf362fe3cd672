import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { scryptFloor } from '../sealing/passphrase-key.ts'
import { openBundle, sealBundle } from './bundle-format.ts'
import { suggestPassphrase } from './suggest-passphrase.ts'

const passphrase = suggestPassphrase()
const plain = Buffer.from(JSON.stringify({ name: 'Laptop', notes: 'what names something is not in the open' }))
let text: string

beforeAll(async () => {
  text = await sealBundle(Buffer.from(plain), passphrase)
})

interface Parts {
  header: Record<string, unknown> & { kdf: Record<string, unknown> }
  body: { nonce: string; data: string }
  seal: { check: string; digest: string }
}

/** The bundle with something else in it, and a digest that fits: what somebody who wants to would write. */
function forged(change: (parts: Parts) => void): string {
  const [header = '', body = '', seal = ''] = text.split('\n')
  const parts: Parts = { header: JSON.parse(header), body: JSON.parse(body), seal: JSON.parse(seal) }
  change(parts)
  const lines = [JSON.stringify(parts.header), JSON.stringify(parts.body)]
  const digest = createHash('sha256')
    .update([...lines, parts.seal.check].join('\n'))
    .digest('base64url')
  return `${[...lines, JSON.stringify({ ...parts.seal, digest })].join('\n')}\n`
}

const flipped = (base64url: string): string => {
  const bytes = Buffer.from(base64url, 'base64url')
  bytes[Math.floor(bytes.length / 2)]! ^= 1
  return bytes.toString('base64url')
}

const refused = (field: string, reason: string) => ({ code: 'INVALID', data: { field, reason } })

test('what was sealed comes back, also after a carrier turned the line ends or dropped the last one', async () => {
  for (const carried of [text, text.replaceAll('\n', '\r\n'), text.trimEnd()]) {
    expect(await openBundle(carried, passphrase)).toEqual(plain)
  }
})

test('nothing in the open tells what is inside', () => {
  expect(text).not.toMatch(/Laptop|notes/)
  expect(Object.keys(JSON.parse(text.split('\n')[0]!))).toEqual(['format', 'version', 'kdf'])
})

test('the same content never looks the same twice: salt and nonce are fresh', async () => {
  const again = await sealBundle(Buffer.from(plain), passphrase)
  const differing = again.split('\n').map((line, index) => line !== text.split('\n')[index])
  expect(differing).toEqual([true, true, true, false])
})

test('a passphrase in another Unicode form opens it, and a wrong one is told from damage', async () => {
  const typed = await sealBundle(Buffer.from(plain), 'caf\u00e9 caf\u00e9')
  expect(await openBundle(typed, 'cafe\u0301 cafe\u0301')).toEqual(plain)
  await expect(openBundle(text, `${passphrase}x`)).rejects.toMatchObject(refused('passphrase', 'wrong_passphrase'))
})

describe('without the passphrase it is found that', () => {
  test.each([
    ['the file is empty', () => ' ', 'not_a_bundle'],
    ['it is another kind of file', () => '{"keys":["no"]}\n', 'not_a_bundle'],
    ['it is a picture', () => '\u0089PNG\r\n\u001a\n'.repeat(40), 'not_a_bundle'],
    ['it is the encrypted store itself', () => text.replace('keydeck-bundle', 'keydeck-secrets'), 'secret_store_file'],
    ['a newer Keydeck wrote it', () => text.replace('"version":1', '"version":2'), 'newer_version'],
    ['an older format wrote it', () => text.replace('"version":1', '"version":0'), 'older_version'],
    ['its header is cut', () => text.slice(0, 40), 'not_a_bundle'],
    [
      'a field of the header stands twice',
      () => text.replace('"version":1', '"version":1,"version":1'),
      'not_a_bundle',
    ],
    ['a line is missing', () => text.split('\n').slice(0, 2).join('\n'), 'damaged'],
    ['a line is too many', () => `${text}${text}`, 'damaged'],
    [
      'a bit of the body is flipped',
      () => text.replace(/"data":"[^"]+"/, (data) => `"data":"${flipped(data.slice(8, -1))}"`),
      'damaged',
    ],
    ['the body stands twice in itself', () => text.replace('{"nonce"', '{"data":"AA","nonce"'), 'damaged'],
  ])('%s', async (_what, bad, reason) => {
    await expect(openBundle(bad(), passphrase)).rejects.toMatchObject(refused('content', reason))
  })

  test('it was cut, wherever that happened', async () => {
    for (let at = 1; at < text.length - 1; at += 37) {
      await expect(openBundle(text.slice(0, at), passphrase), String(at)).rejects.toMatchObject({ code: 'INVALID' })
    }
  })
})

describe('whoever wants to and writes a digest that fits', () => {
  const { N, r, p } = scryptFloor
  const kdf = (change: Record<string, unknown>) => (parts: Parts) => Object.assign(parts.header.kdf, change)

  test.each<[string, (parts: Parts) => void]>([
    ['can not lower N, and so make phrases cheap to try', kdf({ N: N / 2 })],
    ['can not lower r', kdf({ r: r - 1 })],
    ['can not lower p', kdf({ p: p - 1 })],
    ['can not make Keydeck take the machine’s memory', kdf({ N: 2 ** 20 })],
    ['can not make it take all day', kdf({ p: 3 })],
    ['can not ask for an N that is no power of two', kdf({ N: N + 1 })],
    ['can not shorten the salt', kdf({ salt: 'AAAA' })],
    ['can not choose another method', kdf({ name: 'pbkdf2' })],
    ['can not add to the header', (parts) => Object.assign(parts.header, { hint: 'x' })],
    ['can not change the body', (parts) => Object.assign(parts.body, { data: flipped(parts.body.data) })],
    ['can not change the nonce', (parts) => Object.assign(parts.body, { nonce: flipped(parts.body.nonce) })],
    ['can not cut the body', (parts) => Object.assign(parts.body, { data: parts.body.data.slice(0, 20) })],
  ])('%s', async (_what, change) => {
    await expect(openBundle(forged(change), passphrase)).rejects.toMatchObject(refused('content', 'damaged'))
  })

  test('can not put one bundle’s body under another’s header', async () => {
    const other = await sealBundle(Buffer.from('{}'), passphrase)
    const [header] = other.split('\n')
    const moved = forged((parts) => Object.assign(parts, { header: JSON.parse(header!) }))
    await expect(openBundle(moved, passphrase)).rejects.toMatchObject({ code: 'INVALID' })
  })
})

test('a suggested passphrase has 148 bits in characters that nobody mistakes', () => {
  const phrases = Array.from({ length: 200 }, suggestPassphrase)
  for (const phrase of phrases) expect(phrase).toMatch(/^(?:[2-9a-hjkmnp-z]{5}-){5}[2-9a-hjkmnp-z]{5}$/)
  expect(new Set(phrases.join('').replaceAll('-', '')).size).toBe(31)
  expect(30 * Math.log2(31)).toBeGreaterThan(128)
})
