import { expect, test } from 'vitest'
import { localKeyText } from '../local-keys/local-key-text.ts'
import { invalidKeyMessage } from './invalid-key.ts'

const key = localKeyText()

test.each([
  ['a key without its scheme', key, /Send it as "Authorization: Bearer/],
  ['another scheme', `Basic ${key}`, /Send it as "Authorization: Bearer/],
  ['the scheme twice', `Bearer Bearer ${key}`, /twice/],
  ['quotes', `Bearer "${key}"`, /quotes/],
  ['a variable that no shell filled in', 'Bearer $KEYDECK_API_KEY', /placeholder/],
  ['a placeholder', 'Bearer YOUR_API_KEY', /placeholder/],
  ['a placeholder of a template', 'Bearer {{key}}', /placeholder/],
  ['a key of a provider', `Bearer yx-${key.slice(3)}`, /provider's key is not accepted/],
  ['a key in two pieces', `Bearer ${key.slice(0, 20)} ${key.slice(20)}`, /in one piece/],
  ['a key that was cut off', `Bearer ${key.slice(0, -3)}`, /missing or wrong/],
  ['a key with a wrong letter', `Bearer ${key.slice(0, -1)}_`, /missing or wrong/],
  ['a key that is whole, and unknown', `Bearer ${key}`, /deleted, or another Keydeck made it/],
])('whoever sends %s is not told what to do, or is shown the text again', (_what, header, said) => {
  const message = invalidKeyMessage(header)
  expect(message).toMatch(said)
  expect(message).not.toContain(key.slice(5, 12))
})
