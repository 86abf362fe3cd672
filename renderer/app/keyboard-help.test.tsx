import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { useShortcut } from '../lib/use-shortcut.ts'
import { accessibilityFaults } from '../testing/axe.ts'
import { render } from '../testing/render.tsx'
import { KeyboardHelp } from './keyboard-help.tsx'

function Host({ hasKeys }: { hasKeys: boolean }) {
  useShortcut('n', () => {}, { label: 'Add key', group: 'Keys', enabled: hasKeys })
  useShortcut('mod+,', () => {}, { label: 'Settings', group: 'Everywhere' })
  return <KeyboardHelp open onClose={() => {}} />
}

test('the help lists the shortcuts of this page and none that would do nothing', async () => {
  await render(<Host hasKeys={false} />)
  await expect.element(page.getByText('Settings')).toBeVisible()
  await expect.element(page.getByText('Add key')).not.toBeInTheDocument()
  expect(await accessibilityFaults()).toEqual([])
})
