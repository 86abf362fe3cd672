import { afterEach, expect, test } from 'vitest'
import { clipboard, clipboardFormats } from '../../test/electron-double/clipboard.ts'
import { systemClipboard } from './clipboard.ts'

const platform = process.platform
const bytesOf = (text: string) => [...Buffer.from(text)]
const os = (format: string) => `electron application/osclipboard;format="${format}"`

afterEach(() => Object.defineProperty(process, 'platform', { value: platform }))

test('it reads what was copied elsewhere', async () => {
  await clipboard.writeText('copied elsewhere')
  expect(systemClipboard.available).toBe(true)
  expect(await systemClipboard.readText()).toBe('copied elsewhere')
})

test.each([
  ['linux', { [os('x-kde-passwordManagerHint')]: bytesOf('secret') }],
  ['darwin', { [os('org.nspasteboard.ConcealedType')]: bytesOf('1') }],
  [
    'win32',
    {
      [os('ExcludeClipboardContentFromMonitorProcessing')]: [0, 0, 0, 0],
      [os('CanIncludeInClipboardHistory')]: [0, 0, 0, 0],
      [os('CanUploadToCloudClipboard')]: [0, 0, 0, 0],
    },
  ],
])('on %s a secret is written with the hints that keep it out of histories, in one entry', async (system, hints) => {
  Object.defineProperty(process, 'platform', { value: system })
  await systemClipboard.writeConcealed('shown once')
  expect(await clipboardFormats()).toEqual({ 'text/plain': bytesOf('shown once'), ...hints })
})

test('clearing leaves nothing of it, hints included', async () => {
  await systemClipboard.writeConcealed('shown once')
  await systemClipboard.clear()
  expect(await clipboardFormats()).toEqual({})
})
