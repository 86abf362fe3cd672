import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { Environment } from '../lib/use-environments.ts'
import { accessibilityFaults } from '../testing/axe.ts'
import { render } from '../testing/render.tsx'
import { EnvironmentSwitch } from './environment-switch.tsx'

const environments: Environment[] = [
  {
    id: 'a',
    name: 'Development',
    colour: 'teal',
    shape: 'ring',
    guarded: false,
    confirmed: true,
    rotateAfterDays: null,
    position: 0,
  },
  {
    id: 'b',
    name: 'Production',
    colour: 'magenta',
    shape: 'square',
    guarded: true,
    confirmed: false,
    rotateAfterDays: null,
    position: 1,
  },
]

test('each environment has its own shape beside its colour, and the current one is told in words too', async () => {
  const chosen: (string | null)[] = []
  await render(
    <EnvironmentSwitch
      environments={environments}
      current={environments[1] ?? null}
      onSelect={(id) => chosen.push(id)}
      shortcutOf={(place) => `mod+${place}`}
    />,
  )
  await expect.element(page.getByRole('button', { name: 'Production' })).toHaveAttribute('aria-pressed', 'true')
  const glyphs = [...document.querySelectorAll('.env__glyph')].map((glyph) => glyph.innerHTML)
  expect(new Set(glyphs).size).toBe(2)
  await page.getByRole('button', { name: 'All' }).click()
  await page.getByRole('button', { name: 'Development' }).click()
  expect(chosen).toEqual([null, 'a'])
  expect(await accessibilityFaults()).toEqual([])
})

test('pressing the current environment again does not leave it', async () => {
  const chosen: (string | null)[] = []
  await render(
    <EnvironmentSwitch
      environments={environments}
      current={environments[1] ?? null}
      onSelect={(id) => chosen.push(id)}
      shortcutOf={(place) => `mod+${place}`}
    />,
  )
  await page.getByRole('button', { name: 'Production' }).click()
  expect(chosen).toEqual([])
})
