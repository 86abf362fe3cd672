import { expect, test } from 'vitest'
import { strengthOf } from './passphrase-strength.ts'

test.each([
  ['', 'empty'],
  ['seven77', 'short'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['abcdefghijklmnop', 'weak'],
  ['12345678901234567890', 'weak'],
  ['qwertyuiop', 'weak'],
  ['sunny roads', 'weak'],
  ['copper lantern river', 'fair'],
  ['copper lantern river 52 tide', 'strong'],
  ['Vy7#kLw2!qRt9&Zb', 'strong'],
])('%j is called %s: length made of repeats or keyboard runs does not flatter', (passphrase, strength) => {
  expect(strengthOf(passphrase)).toBe(strength)
})
