import { useState } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from '../testing/render.tsx'
import { keepFocus } from './keep-focus.ts'

let stop = () => {}
beforeEach(() => {
  stop = keepFocus()
})
afterEach(() => stop())

const button = (name: string) => page.getByRole('button', { name, exact: true })
const two = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))

/** A page whose `first` part ends with a press on its own button; `next` stands there then. */
function Parts({ next = null }: { next?: string | null }) {
  const [isOver, setIsOver] = useState(false)
  return (
    <main id="page" tabIndex={-1}>
      <div className="page">
        <section>
          <input aria-label="Before" />
          {isOver ? (
            next && <button type="button">{next}</button>
          ) : (
            <p>
              <button type="button" onClick={() => setIsOver(true)}>
                Undo
              </button>
            </p>
          )}
          <span>
            <button type="button">After</button>
          </span>
        </section>
        <section>
          <button type="button">Elsewhere</button>
        </section>
      </div>
    </main>
  )
}

/** A part that has one button, and is gone with it. */
function Alone() {
  const [isOver, setIsOver] = useState(false)
  return (
    <main id="page" tabIndex={-1}>
      <div className="page">
        {isOver ? null : (
          <p>
            <button type="button" onClick={() => setIsOver(true)}>
              Use it
            </button>
          </p>
        )}
        <section>
          <button type="button">Elsewhere</button>
        </section>
      </div>
    </main>
  )
}

/** A field with a button of its own, among other fields. */
function Fields({ isAmongButtons }: { isAmongButtons: boolean }) {
  const [isOver, setIsOver] = useState(false)
  const undo = isOver ? null : (
    <button type="button" onClick={() => setIsOver(true)}>
      Undo
    </button>
  )
  return (
    <main id="page" tabIndex={-1}>
      <section>
        <div>
          <input aria-label="Port" />
          <span>{undo}</span>
          {isAmongButtons ? <button type="button">Copy</button> : null}
        </div>
        <input aria-label="Search" />
      </section>
    </main>
  )
}

async function press(name: string) {
  ;(button(name).element() as HTMLElement).focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(button(name)).not.toBeInTheDocument()
}

test('the focus is on nothing once a press took its button away, and not on the next one', async () => {
  await render(<Parts />)
  await press('Undo')
  await expect.element(button('After')).toHaveFocus()
})

test('the focus passes over what took the place of its button', async () => {
  await render(<Parts next="Hide" />)
  await press('Undo')
  await expect.element(button('Hide')).toHaveFocus()
})

test('the focus jumps into a part of the page that has nothing to do with the one that went', async () => {
  await render(<Alone />)
  await press('Use it')
  await expect.element(page.getByRole('main')).toHaveFocus()
})

test('the focus goes to another field than the one whose change was undone', async () => {
  await render(<Fields isAmongButtons={false} />)
  await press('Undo')
  await expect.element(page.getByRole('textbox', { name: 'Port' })).toHaveFocus()
})

test('a field takes the keys of whoever pressed a button beside it', async () => {
  await render(<Fields isAmongButtons />)
  await press('Undo')
  await expect.element(button('Copy')).toHaveFocus()
})

test('a press with the pointer moves the focus, and the next key goes into a field', async () => {
  await render(<Parts />)
  await button('Undo').click()
  await expect.element(button('Undo')).not.toBeInTheDocument()
  await two()
  expect(document.activeElement).toBe(document.body)
})

test('an element that was left before it went draws the focus back', async () => {
  await render(<Parts />)
  const undo = button('Undo').element() as HTMLElement
  undo.focus()
  await userEvent.keyboard('{Shift}')
  undo.blur()
  await two()
  undo.click()
  await expect.element(button('Undo')).not.toBeInTheDocument()
  await two()
  expect(document.activeElement).toBe(document.body)
})
