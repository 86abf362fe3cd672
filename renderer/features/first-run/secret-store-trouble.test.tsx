import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
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

test('a locked encrypted file asks for its passphrase here, and not for nothing', async () => {
  await render(
    <SecretStoreTrouble
      status={status({ kind: 'encrypted-file', state: 'locked', reason: 'passphrase_needed' })}
      platform="linux"
    />,
  )
  const unlock = page.getByRole('button', { name: 'Unlock' })
  await expect.element(unlock).toBeDisabled()
  await page.getByLabelText('Passphrase').fill('copper lantern river')
  await expect.element(unlock).toBeEnabled()
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
