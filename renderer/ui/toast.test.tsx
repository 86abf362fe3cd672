import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { dispatchShortcut, registerShortcut } from '../lib/shortcut-registry.ts'
import { render } from '../testing/render.tsx'
import { Button } from './button.tsx'
import { useToast } from './toast.tsx'

function Host({ onUndo, onExpire }: { onUndo: () => void; onExpire: () => void }) {
  const toast = useToast()
  return (
    <>
      <Button onClick={() => toast({ title: 'deepseek-ci deleted', action: { text: 'Undo', run: onUndo }, onExpire })}>
        Delete
      </Button>
      <Button onClick={() => toast({ kind: 'error', title: 'Check failed', text: 'API key not valid.' })}>Check</Button>
    </>
  )
}

test('Undo runs once, closes its toast and does not count as let go', async () => {
  const heard: string[] = []
  await render(<Host onUndo={() => heard.push('undo')} onExpire={() => heard.push('expired')} />)
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.element(page.getByText('deepseek-ci deleted')).not.toBeInTheDocument()
  expect(heard).toEqual(['undo'])
})

test('a double click undoes once, and the focus goes back to where it came from', async () => {
  const heard: string[] = []
  await render(<Host onUndo={() => heard.push('undo')} onExpire={() => heard.push('expired')} />)
  const button = page.getByRole('button', { name: 'Delete' })
  await button.click()
  const undo = page.getByRole('button', { name: 'Undo' })
  await expect.element(undo).toBeVisible()
  const element = undo.element() as HTMLButtonElement
  element.focus()
  element.click()
  element.click()
  await expect.element(page.getByText('deepseek-ci deleted')).not.toBeInTheDocument()
  expect(heard).toEqual(['undo'])
  await expect.element(button).toHaveFocus()
})

test('a toast that is dismissed by its cross leaves no page without focus', async () => {
  await render(<Host onUndo={() => {}} onExpire={() => {}} />)
  const button = page.getByRole('button', { name: 'Check' })
  await button.click()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect.element(page.getByText('API key not valid.')).not.toBeInTheDocument()
  await expect.element(button).toHaveFocus()
})

test('a dismissed toast says that it was let go', async () => {
  const heard: string[] = []
  await render(<Host onUndo={() => heard.push('undo')} onExpire={() => heard.push('expired')} />)
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect.element(page.getByText('deepseek-ci deleted')).not.toBeInTheDocument()
  expect(heard).toEqual(['expired'])
})

test('an error stays until it is dismissed, and other shortcuts work meanwhile', async () => {
  await render(<Host onUndo={() => {}} onExpire={() => {}} />)
  await page.getByRole('button', { name: 'Check' }).click()
  await expect.element(page.getByRole('dialog', { name: 'Check failed' })).toBeVisible()
  let isRun = false
  const remove = registerShortcut({ combo: 'n', label: 'Add key', group: 'Keys', run: () => void (isRun = true) })
  dispatchShortcut(new KeyboardEvent('keydown', { key: 'n', cancelable: true }))
  remove()
  expect(isRun).toBe(true)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect.element(page.getByText('API key not valid.')).not.toBeInTheDocument()
})
