import { describe, expect, test } from 'vitest'
import { isPageAddress, pageAddress } from './address.ts'

describe('the page is at its own address and nowhere else', () => {
  test.each([pageAddress, 'app://keydeck/assets/index.js', 'app://keydeck/#/keys', 'app://keydeck/?x=1'])(
    '%s is ours',
    (url) => expect(isPageAddress(url)).toBe(true),
  )

  test.each([
    'app://keydeck.evil/',
    'app://keydeck@evil/',
    'app://user@keydeck/',
    'app://user:word@keydeck/',
    'app://keydeck:80/',
    'app://KEYDECK/',
    'app://key%64eck/',
    'app://keydeck\\@evil/',
    'app://evil/keydeck',
    'app://evil/#app://keydeck/',
    'app://evil?app://keydeck/',
    'app:keydeck',
    'app:/keydeck/',
    'app:///keydeck/',
    'app://',
    'apps://keydeck/',
    'xapp://keydeck/',
    ' app://evil/',
    'https://keydeck/',
    'http://keydeck/',
    'https://keydeck.app.test/',
    'file:///keydeck',
    'file://keydeck/index.html',
    'javascript:alert(1)//app://keydeck/',
    'data:text/html,<p>app://keydeck/',
    'blob:app://keydeck/0a1b',
    'filesystem:app://keydeck/temporary/x',
    'about:blank',
    'about:srcdoc',
    'chrome://settings',
    'devtools://devtools/bundled/inspector.html',
    'view-source:app://keydeck/',
    'ws://keydeck/',
    '//keydeck/',
    'keydeck',
    '',
    'null',
  ])('%j is not', (url) => expect(isPageAddress(url)).toBe(false))
})

test('the comparison that looks right would let every site of a custom scheme in', () => {
  expect(new URL(pageAddress).origin).toBe(new URL('app://evil/').origin)
})
