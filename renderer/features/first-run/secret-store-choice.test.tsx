import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { SecretStoreStatus } from '../../lib/use-secret-store.ts'
import { accessibilityFaults } from '../../testing/axe.ts'
import { render } from '../../testing/render.tsx'
import { SecretStoreChoice } from './secret-store-choice.tsx'

const status: SecretStoreStatus = {
  kind: null,
  state: 'unchosen',
  reason: 'none',
  place: 'Secret Service',
  keychainAvailable: false,
  sentinelReadAt: null,
  interruptedMove: null,
}

test('without a keychain nothing is chosen for the person, and the keychain can’t be', async () => {
  await render(<SecretStoreChoice status={status} platform="linux" />)
  await expect.element(page.getByRole('button', { name: 'Choose one to go on' })).toBeDisabled()
  await expect.element(page.getByRole('radio', { name: 'System keychain' })).toHaveAttribute('aria-disabled', 'true')
  expect(document.querySelectorAll('[role="radio"][aria-checked="true"]')).toHaveLength(0)
  expect(await accessibilityFaults()).toEqual([])
})

test('an encrypted file needs the same good passphrase twice, and Enter says what is wrong', async () => {
  await render(<SecretStoreChoice status={status} platform="linux" />)
  await page.getByRole('radio', { name: 'Encrypted file' }).click()
  const use = page.getByRole('button', { name: 'Use an encrypted file' })
  const first = page.getByLabelText('Passphrase', { exact: true })
  const again = page.getByLabelText('The same again')
  await first.fill('short')
  await expect.element(page.getByText('3 more characters needed.')).toBeVisible()
  await again.fill('short')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('At least 8 characters: 3 more are needed.')).toBeVisible()
  await expect.element(first).toHaveFocus()
  await first.fill('copper lantern river 52 tide')
  await expect.element(page.getByText('Strong.')).toBeVisible()
  await again.fill('copper lantern sea')
  await expect.element(page.getByText('The two differ.')).toBeVisible()
  await use.click()
  await expect.element(again).toHaveFocus()
  await again.fill('copper lantern river 52 tide')
  expect(document.body.textContent).not.toContain('The two differ.')
  expect(await accessibilityFaults()).toEqual([])
})

test('where there is a keychain it is offered first, and the arrow keys reach the other two', async () => {
  await render(<SecretStoreChoice status={{ ...status, keychainAvailable: true }} platform="linux" />)
  await expect.element(page.getByRole('radio', { name: 'System keychain' })).toBeChecked()
  await userEvent.tab()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  await expect.element(page.getByRole('radio', { name: 'Memory only' })).toBeChecked()
  await expect.element(page.getByRole('button', { name: 'Use memory only' })).toBeEnabled()
})
