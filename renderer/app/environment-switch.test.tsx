import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { Environment } from '../lib/use-environments.ts'
import { accessibilityFaults } from '../testing/axe.ts'
import { render } from '../testing/render.tsx'
import { EnvironmentSwitch } from './environment-switch.tsx'

const environment = (name: string, position: number, more: Partial<Environment> = {}): Environment => ({
  id: name.toLowerCase(),
  name,
  colour: 'teal',
  shape: 'ring',
  guarded: false,
  confirmed: true,
  rotateAfterDays: null,
  position,
  ...more,
})
const two = [
  environment('Development', 0),
  environment('Production', 1, { colour: 'magenta', shape: 'square', guarded: true, confirmed: false }),
]
const twelve = Array.from({ length: 12 }, (_, place) => environment(`Environment ${place + 1}`, place))

function open(environments: readonly Environment[], current: Environment | null, width = 900) {
  const chosen: (string | null)[] = []
  const managed: true[] = []
  const drawn = render(
    <div style={{ width, display: 'flex' }}>
      <EnvironmentSwitch
        environments={environments}
        current={current}
        onSelect={(id) => chosen.push(id)}
        onManage={() => managed.push(true)}
        shortcutOf={(place) => `mod+${place}`}
      />
    </div>,
  )
  return { chosen, managed, drawn }
}
const tabs = () => [...document.querySelectorAll('.envs:not(.envs--ruler) .envs__tab')].map((tab) => tab.textContent)

test('each environment has its own shape beside its colour, and the current one is told in words too', async () => {
  const { chosen, drawn } = open(two, two[1] ?? null)
  await drawn
  await expect.element(page.getByRole('button', { name: 'Production' })).toHaveAttribute('aria-pressed', 'true')
  const glyphs = [...document.querySelectorAll('[role="group"] .env__glyph')].map((glyph) => glyph.innerHTML)
  expect(new Set(glyphs).size).toBe(2)
  await page.getByRole('button', { name: 'All', exact: true }).click()
  await page.getByRole('button', { name: 'Development' }).click()
  expect(chosen).toEqual([null, 'development'])
  expect(await accessibilityFaults()).toEqual([])
})

test('pressing the current environment again does not leave it', async () => {
  const { chosen, drawn } = open(two, two[1] ?? null)
  await drawn
  await page.getByRole('button', { name: 'Production' }).click()
  expect(chosen).toEqual([])
})

test('the way to manage environments is beside them', async () => {
  const { managed, drawn } = open(two, null)
  await drawn
  await page.getByRole('button', { name: 'More environments' }).click()
  await page.getByRole('menuitem', { name: 'Manage environments…' }).click()
  expect(managed).toEqual([true])
})

describe('more environments than the window has room for', () => {
  test('those that don’t fit are in the menu, with the shortcuts that the first nine have', async () => {
    const { chosen, drawn } = open(twelve, null, 420)
    await drawn
    await expect.poll(() => tabs().length).toBeLessThan(6)
    const shown = tabs().length - 1
    expect(shown).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'More environments' }).click()
    await expect
      .poll(() => page.getByRole('menuitem', { name: 'Environment 9' }).element().textContent)
      .toMatch(/Environment 9.+9/)
    expect(page.getByRole('menuitem').elements()).toHaveLength(12 - shown + 1)
    expect(await accessibilityFaults()).toEqual([])
    await page.getByRole('menuitem', { name: 'Environment 12' }).click()
    expect(chosen).toEqual(['environment 12'])
  })

  test('the current one is in sight, wherever its place is', async () => {
    const { drawn } = open(twelve, twelve[10] ?? null, 420)
    await drawn
    await expect.poll(() => tabs().length).toBeLessThan(6)
    expect(tabs().at(-1)).toBe('Environment 11')
    const last = page.getByRole('button', { name: 'Environment 11' })
    await expect.element(last).toHaveAttribute('aria-pressed', 'true')
  })

  test('they come back as the window grows, and the arrow keys reach every tab that is shown', async () => {
    const { drawn } = open(twelve, null, 200)
    await drawn
    await expect.poll(() => tabs().length).toBeLessThan(3)
    document.querySelector<HTMLElement>('.envs-room')!.parentElement!.style.width = '1200px'
    await expect.poll(() => tabs().length).toBeGreaterThan(8)
    await userEvent.tab()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}')
    expect(document.activeElement?.textContent).toBe('Environment 2')
  })
})
