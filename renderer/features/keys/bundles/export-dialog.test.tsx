import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { accessibilityFaults } from '../../../testing/axe.ts'
import { render } from '../../../testing/render.tsx'
import { sampleEnvironments, sampleKey, sampleProvider } from '../../../testing/sample-rows.ts'
import type { KeyRow } from '../types.ts'
import { ExportDialog } from './export-dialog.tsx'

const core = vi.hoisted(() => ({
  asked: [] as { keyIds: string[]; passphrase: string }[],
  refuses: null as string | null,
  left: [] as { keyId: string; name: string; reason: string }[],
  suggestions: 0,
  saved: [] as string[],
}))

vi.mock('../../../lib/save-file.ts', () => ({
  saveFile: (name: string, content: string) => void core.saved.push(`${name}: ${content}`),
}))

vi.mock('../../../lib/client.ts', async () => {
  const { createRouterClient, implement } = await import('@orpc/server')
  const { contract } = await import('../../../../contract/index.ts')
  const { suggestPassphrase, export: make } = implement(contract).bundles
  const client = createRouterClient({
    bundles: {
      suggestPassphrase: suggestPassphrase.handler(() => {
        core.suggestions += 1
        return { ticket: crypto.randomUUID(), shownOnce: `group${core.suggestions}-group` }
      }),
      export: make.handler(({ input, errors }) => {
        core.asked.push(input)
        if (core.refuses) throw errors.CONFLICT({ data: { reason: core.refuses } })
        return { fileName: 'keys.keydeck', content: 'ciphertext', keys: 1, left: core.left }
      }),
    },
  })
  return { client, queryClient: new QueryClient() }
})

const id = (place: number) => `00000000-0000-4000-8000-0000000000b${place}`
const rowOf = (place: number): KeyRow => ({
  key: sampleKey({ id: id(place), name: `Key ${place}` }),
  provider: sampleProvider,
  environment: sampleEnvironments[place % 2]!,
  daily: [],
})
const all = [0, 1, 2].map(rowOf)

async function open(rows: readonly KeyRow[]) {
  await render(
    <ExportDialog
      rows={rows}
      all={all}
      environments={sampleEnvironments}
      providers={[sampleProvider]}
      environmentId={null}
      onClose={() => {}}
    />,
  )
  await expect.element(page.getByRole('dialog')).toBeVisible()
}

beforeEach(() => Object.assign(core, { asked: [], refuses: null, left: [], suggestions: 0, saved: [] }))

const submit = () => page.getByRole('button', { name: /^Export \d/ })

test('no file is made before the person says that the passphrase is stored; then it is shown no more', async () => {
  await open(all.slice(0, 1))
  await expect.element(page.getByText('group1-group')).toBeVisible()
  await expect.element(submit()).toBeDisabled()
  await page.getByText('I have stored the passphrase').click()
  await submit().click()
  await expect.element(page.getByText('keys.keydeck')).toBeVisible()
  expect(core.asked).toEqual([{ keyIds: [id(0)], passphrase: 'group1-group' }])
  expect(core.saved).toEqual(['keys.keydeck: ciphertext'])
  expect(document.body.textContent).not.toContain('group1-group')
  await expect.element(page.getByRole('button', { name: 'Done' })).toHaveFocus()
})

test('another suggestion must be stored anew', async () => {
  await open(all)
  await page.getByText('I have stored the passphrase').click()
  await page.getByRole('button', { name: 'Another one' }).click()
  await expect.element(page.getByText('group2-group')).toBeVisible()
  await expect.element(submit()).toBeDisabled()
})

test('an own passphrase must be typed the same twice', async () => {
  await open(all)
  await page.getByRole('button', { name: 'My own' }).click()
  await page.getByLabelText('Your passphrase').fill('copper lantern river 52 tide')
  await page.getByLabelText('The same again').fill('copper lantern river 52 tid')
  await expect.element(submit()).toBeDisabled()
  await page.getByLabelText('The same again').fill('copper lantern river 52 tide')
  await submit().click()
  await expect
    .poll(() => core.asked)
    .toEqual([{ keyIds: [id(0), id(1), id(2)], passphrase: 'copper lantern river 52 tide' }])
})

test('an environment is exported whole, whatever the dialog was opened for', async () => {
  await open(all.slice(0, 1))
  await page.getByRole('combobox', { name: 'Keys' }).click()
  await page.getByRole('option', { name: /Development, 2 keys/ }).click()
  await page.getByText('I have stored the passphrase').click()
  await submit().click()
  await expect.poll(() => core.asked.map(({ keyIds }) => keyIds)).toEqual([[id(0), id(2)]])
})

test('what is not in the file is named with the reason, and the file can be saved again', async () => {
  core.left = [{ keyId: id(1), name: 'Key 1', reason: 'origin' }]
  await open(all)
  await page.getByText('I have stored the passphrase').click()
  await submit().click()
  await expect.element(page.getByText(/address changed since the secret was entered/)).toBeVisible()
  await page.getByRole('button', { name: 'Save it again' }).click()
  expect(core.saved).toHaveLength(2)
})

test('a refusal is said in words, and the passphrase is still there', async () => {
  core.refuses = 'nothing_to_export'
  await open(all)
  await page.getByText('I have stored the passphrase').click()
  await submit().click()
  await expect.element(page.getByText(/No secret of these keys could be read/)).toBeVisible()
  await expect.element(page.getByText('group1-group')).toBeVisible()
  expect(core.saved).toEqual([])
})

test.each(['dark', 'light'])('both stages can be used with a screen reader, %s', async (theme) => {
  document.documentElement.dataset['theme'] = theme
  core.left = [{ keyId: id(1), name: 'Key 1', reason: 'missing' }]
  await open(all)
  await expect.element(page.getByText('group1-group')).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
  await page.getByText('I have stored the passphrase').click()
  await submit().click()
  await expect.element(page.getByText('keys.keydeck')).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
})
