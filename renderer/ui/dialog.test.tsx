import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from '../testing/render.tsx'
import { Button } from './button.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { Dialog } from './dialog.tsx'
import { TextInput } from './text-input.tsx'

function Host({ dismissible = true }: { dismissible?: boolean }) {
  const [isOpen, setIsOpen] = useState(false)
  const [name, setName] = useState('')
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Add key</Button>
      <Dialog open={isOpen} onClose={() => setIsOpen(false)} title="Add a key" dismissible={dismissible}>
        <TextInput aria-label="Name" value={name} onValueChange={setName} />
      </Dialog>
    </>
  )
}

test('Esc closes a dialog at the first press and the focus goes back to the button that opened it', async () => {
  await render(<Host />)
  await page.getByRole('button', { name: 'Add key' }).click()
  await expect.element(page.getByRole('dialog', { name: 'Add a key' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Add key' })).toHaveFocus()
})

test('a dialog whose opener went meanwhile leaves the focus on the page, not on nothing', async () => {
  function Vanishing() {
    const [isOpen, setIsOpen] = useState(false)
    return (
      <main id="page" tabIndex={-1}>
        {isOpen ? (
          <Dialog open onClose={() => setIsOpen(false)} title="Regenerate">
            <Button onClick={() => setIsOpen(false)}>Finish</Button>
          </Dialog>
        ) : (
          <Button onClick={() => setIsOpen(true)}>Go on</Button>
        )}
      </main>
    )
  }
  await render(<Vanishing />)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('button', { name: 'Finish' }).click()
  await expect.element(page.getByRole('main')).toHaveFocus()
})

test('a dialog gives the focus to its first field, not to its close button', async () => {
  await render(<Host />)
  await page.getByRole('button', { name: 'Add key' }).click()
  await expect.element(page.getByRole('textbox', { name: 'Name' })).toHaveFocus()
})

test('a shown-once dialog is not lost by Esc', async () => {
  await render(<Host dismissible={false} />)
  await page.getByRole('button', { name: 'Add key' }).click()
  await expect.element(page.getByRole('textbox', { name: 'Name' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog', { name: 'Add a key' })).toBeVisible()
})

test('a dangerous question has the focus on Cancel, so that Enter by habit deletes nothing', async () => {
  let isConfirmed = false
  await render(
    <ConfirmDialog
      open
      danger
      title="Delete groq-fast?"
      confirm="Delete"
      onCancel={() => {}}
      onConfirm={() => {
        isConfirmed = true
      }}
    />,
  )
  await expect.element(page.getByRole('button', { name: 'Cancel' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  expect(isConfirmed).toBe(false)
})
