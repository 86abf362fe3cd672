import type { Locator } from '@playwright/test'
import { goTo, randomKey } from './actions.ts'
import { expect, test } from './hosts.ts'
import { startWithKeys } from './seed.ts'

/** Presses a button as somebody does who has no pointer. */
async function press(button: Locator): Promise<void> {
  await button.focus()
  await button.press('Enter')
}

test('a button that its own press takes away takes the focus along, and the keys with it', async ({ profile }) => {
  const { page } = await startWithKeys(profile, {
    baseUrl: 'http://127.0.0.1:9/v1',
    secret: randomKey(),
    name: 'Vault key',
  })
  await goTo(page, 'Gateway')
  await page.setViewportSize({ width: 1_440, height: 900 })
  const connect = page.getByRole('complementary', { name: 'Connect a tool' })
  const autostart = page.getByRole('switch', { name: 'Turn on with Keydeck' })
  await press(connect.getByRole('button', { name: /^Make a key for/ }))
  const hide = connect.getByRole('button', { name: 'Hide the key' })
  await expect(hide).toBeFocused()
  await press(hide)
  await expect(connect.getByRole('button', { name: /^Make a key for/ })).toBeFocused()
  await autostart.focus()
  await autostart.press('Space')
  await press(page.getByRole('button', { name: 'Undo' }))
  await expect(autostart).toBeFocused()
  await expect(autostart).not.toBeChecked()
  await page.keyboard.press('n')
  await expect(page.getByRole('dialog', { name: 'New local key' })).toBeVisible()
})
