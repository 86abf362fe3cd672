import { useRef, useState } from 'react'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { accessibilityFaults } from '../../../testing/axe.ts'
import { render } from '../../../testing/render.tsx'
import { SecretField } from './secret-field.tsx'

interface HostProps {
  onSubmit: (value: string) => void
  onClipboard?: () => void
}

function Host({ onSubmit, onClipboard }: HostProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const [draws, setDraws] = useState(0)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(field.current?.value ?? '')
      }}
    >
      <SecretField
        field={field}
        label="Secret"
        placeholder="yx-…"
        error={null}
        onClipboard={onClipboard ?? null}
        isBusy={false}
      />
      <button type="button" onClick={() => setDraws(draws + 1)}>
        Draw again
      </button>
    </form>
  )
}

const field = () => page.getByRole('textbox', { name: 'Secret' })
const element = () => field().element() as HTMLTextAreaElement

test('a pasted secret is hidden, and lies in no attribute, so that no snapshot of the page holds it', async () => {
  await render(<Host onSubmit={() => {}} />)
  const secret = crypto.randomUUID()
  await field().fill(secret)
  expect(getComputedStyle(element()).getPropertyValue('-webkit-text-security')).toBe('disc')
  expect(document.documentElement.outerHTML).not.toContain(secret)
  await page.getByRole('button', { name: 'Draw again' }).click()
  expect(element().value).toBe(secret)
})

test('no password manager, spelling service or autofill is asked', async () => {
  await render(<Host onSubmit={() => {}} />)
  expect(element()).toHaveAttribute('autocomplete', 'off')
  expect(element()).toHaveAttribute('spellcheck', 'false')
  expect(element()).toHaveAttribute('data-1p-ignore')
  expect(element()).not.toHaveAttribute('name')
})

test('Enter sends it, with the line breaks that tell two keys from one', async () => {
  const onSubmit = vi.fn<(value: string) => void>()
  await render(<Host onSubmit={onSubmit} />)
  await field().fill('one\ntwo')
  await userEvent.keyboard('{Enter}')
  expect(onSubmit).toHaveBeenCalledWith('one\ntwo')
})

test('Enter that ends a composition sends nothing', async () => {
  const onSubmit = vi.fn<(value: string) => void>()
  await render(<Host onSubmit={onSubmit} />)
  element().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))
  expect(onSubmit).not.toHaveBeenCalled()
})

test('it can be shown and hidden again', async () => {
  await render(<Host onSubmit={() => {}} />)
  await field().fill('visible')
  await page.getByRole('button', { name: 'Show what is in the field' }).click()
  expect(getComputedStyle(element()).getPropertyValue('-webkit-text-security')).toBe('none')
  await page.getByRole('button', { name: 'Hide what is in the field' }).click()
  expect(getComputedStyle(element()).getPropertyValue('-webkit-text-security')).toBe('disc')
})

test('it is empty once it leaves the page', async () => {
  const { unmount } = await render(<Host onSubmit={() => {}} />)
  await field().fill('left behind')
  const left = element()
  await unmount()
  expect(left.value).toBe('')
})

test('the clipboard is offered only where the host can read it, and all of it is without accessibility fault', async () => {
  const bare = await render(<Host onSubmit={() => {}} />)
  await expect.element(page.getByRole('button', { name: 'Take it from the clipboard' })).not.toBeInTheDocument()
  await bare.unmount()
  const onClipboard = vi.fn<() => void>()
  await render(<Host onSubmit={() => {}} onClipboard={onClipboard} />)
  await page.getByRole('button', { name: 'Take it from the clipboard' }).click()
  expect(onClipboard).toHaveBeenCalledOnce()
  expect(await accessibilityFaults()).toEqual([])
})
