import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { SecretStoreStatus } from '../../lib/use-secret-store.ts'
import { troubles } from '../../strings/en/secret-store.ts'
import { accessibilityFaults } from '../../testing/axe.ts'
import { render } from '../../testing/render.tsx'
import { SecretStoreTrouble } from './secret-store-trouble.tsx'

const status = (change: Partial<SecretStoreStatus>): SecretStoreStatus => ({
  kind: 'os-keychain',
  state: 'unavailable',
  reason: 'unknown',
  place: 'Secret Service',
  keychainAvailable: false,
  sentinelReadAt: null,
  interruptedMove: null,
  ...change,
})

const reasons = Object.keys(troubles) as (keyof typeof troubles)[]
const withPassphrase = new Set<string>(['passphrase_needed', 'wrong_passphrase'])

test.each(reasons)('%s says what happened, that nothing was lost, and offers a way on', async (reason) => {
  await render(<SecretStoreTrouble status={status({ reason })} platform="linux" />)
  const alert = page.getByRole('alert')
  await expect.element(alert.getByRole('heading', { name: troubles[reason].title })).toBeVisible()
  expect(alert.element().textContent).toMatch(
    /[Nn]othing was|deleted nothing|leaves it as it is|works meanwhile|started again/,
  )
  const way = withPassphrase.has(reason) ? 'Unlock' : 'Try again'
  await expect.element(alert.getByRole('button', { name: way })).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
})

const locked = status({ kind: 'encrypted-file', state: 'locked', reason: 'passphrase_needed' })

test('a locked encrypted file asks for its passphrase with the focus in the field, and says so where it is empty', async () => {
  await render(<SecretStoreTrouble status={locked} platform="linux" />)
  await expect.element(page.getByLabelText('Passphrase', { exact: true })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('Type the passphrase first.')).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
})

function LocksWhileWriting() {
  const [text, setText] = useState('')
  return (
    <>
      <textarea aria-label="Question" value={text} onChange={(event) => setText(event.target.value)} />
      {text === '' ? null : <SecretStoreTrouble status={locked} platform="linux" />}
    </>
  )
}

test('a store that locks while a person writes leaves them their focus', async () => {
  await render(<LocksWhileWriting />)
  await page.getByLabelText('Question').fill('half a sentence')
  await expect.element(page.getByRole('button', { name: 'Unlock' })).toBeVisible()
  await expect.element(page.getByLabelText('Question')).toHaveFocus()
})

test('Caps Lock is said while it is on', async () => {
  await render(<SecretStoreTrouble status={locked} platform="linux" />)
  const input = page.getByLabelText('Passphrase', { exact: true })
  const press = (capsLock: boolean) =>
    input.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, modifierCapsLock: capsLock }))
  press(true)
  await expect.element(page.getByText('Caps Lock is on.')).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
  press(false)
  await expect.element(page.getByText('Caps Lock is on.')).not.toBeInTheDocument()
})

test('a file that was exchanged is not called a keychain', async () => {
  const exchanged = status({ kind: 'encrypted-file', state: 'mismatch', reason: 'replaced' })
  await render(<SecretStoreTrouble status={exchanged} platform="linux" />)
  await expect.element(page.getByRole('heading', { name: /encrypted file that held your keys/ })).toBeVisible()
})

test.each(['ready', 'unchosen'] as const)('nothing is said while the store is %s', async (state) => {
  const { container } = await render(<SecretStoreTrouble status={status({ state, reason: 'none' })} platform="linux" />)
  expect(container.textContent).toBe('')
})

test('a system is only told what to do on that system', async () => {
  await render(<SecretStoreTrouble status={status({ reason: 'no_service' })} platform="win32" />)
  await expect.element(page.getByRole('alert')).toBeVisible()
  const text = page.getByRole('alert').element().textContent
  expect(text).toContain('Credential Manager')
  expect(text).not.toMatch(/GNOME|Keychain Access/)
})
