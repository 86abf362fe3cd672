import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { BundleResult, BundleRow } from '../../../../contract/bundles.ts'
import { accessibilityFaults } from '../../../testing/axe.ts'
import { render } from '../../../testing/render.tsx'
import { sampleBundleRow as row, sampleEnvironments, sampleKey, sampleProvider } from '../../../testing/sample-rows.ts'
import { ImportBundleDialog } from './import-dialog.tsx'

const bundleId = '00000000-0000-4000-8000-0000000000f1'
const core = vi.hoisted(() => ({
  asked: [] as { procedure: string; input: unknown }[],
  refuses: null as { field: string; reason: string } | null,
  rows: [] as unknown[],
  results: [] as unknown[],
}))

vi.mock('../../../lib/client.ts', async () => {
  const { createRouterClient, implement } = await import('@orpc/server')
  const { contract } = await import('../../../../contract/index.ts')
  const { bundles } = implement(contract)
  const client = createRouterClient({
    bundles: {
      open: bundles.open.handler(({ input, errors }) => {
        core.asked.push({ procedure: 'open', input })
        if (core.refuses) throw errors.INVALID({ data: core.refuses })
        return {
          id: bundleId,
          exportedAt: 1_760_000_000_000,
          forgottenAt: 1_760_000_600_000,
          rows: core.rows as BundleRow[],
        }
      }),
      import: bundles.import.handler(({ input }) => {
        core.asked.push({ procedure: 'import', input })
        return core.results as BundleResult[]
      }),
      close: bundles.close.handler(({ input }) => {
        core.asked.push({ procedure: 'close', input })
        return input
      }),
    },
  })
  return { client, queryClient: new QueryClient() }
})

async function open() {
  const here = { key: sampleKey(), provider: sampleProvider, environment: sampleEnvironments[0]!, daily: [] }
  const screen = await render(
    <ImportBundleDialog
      rows={[]}
      all={[here]}
      environments={sampleEnvironments}
      providers={[sampleProvider]}
      environmentId={null}
      onClose={() => {}}
    />,
  )
  await expect.element(page.getByRole('dialog')).toBeVisible()
  return screen
}

function chooseFile(content = 'sealed') {
  const files = new DataTransfer()
  files.items.add(new File([content], 'keys.keydeck'))
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!
  input.files = files.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
}

async function openFile() {
  chooseFile()
  await page.getByLabelText('Passphrase of the file').fill('long enough')
  await page.getByRole('button', { name: 'Open' }).click()
}

const asked = (procedure: string) => core.asked.filter((one) => one.procedure === procedure).map(({ input }) => input)

beforeEach(() => Object.assign(core, { asked: [], refuses: null, rows: [row(0)], results: [] }))

test('without a file or a passphrase nothing is asked, and what is missing has the focus', async () => {
  await open()
  await page.getByRole('button', { name: 'Open' }).click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('Choose the file first.')
  await expect.element(page.getByRole('button', { name: 'Choose a file…' })).toHaveFocus()
  chooseFile()
  await expect.element(page.getByText('keys.keydeck')).toBeVisible()
  await page.getByRole('button', { name: 'Open' }).click()
  await expect.element(page.getByText('Type the passphrase of this file.')).toBeVisible()
  expect(core.asked).toEqual([])
})

test.each([
  ['passphrase', 'wrong_passphrase', 'This is not the passphrase of this file'],
  ['content', 'damaged', 'This file is damaged'],
  ['content', 'newer_version', 'A newer Keydeck made this file'],
  ['content', 'secret_store_file', 'encrypted file of a secret store'],
  ['content', 'bad_content', 'was not made by Keydeck'],
])('a refusal of the %s, %s, is said in words and the dialog stays', async (field, reason, words) => {
  core.refuses = { field, reason }
  await open()
  await openFile()
  await expect.element(page.getByText(words, { exact: false })).toBeVisible()
  const focused =
    field === 'passphrase'
      ? page.getByLabelText('Passphrase of the file')
      : page.getByRole('button', { name: 'Choose another…' })
  await expect.element(focused).toHaveFocus()
})

test('each key is sent as it was chosen, and what became of it is listed', async () => {
  core.rows = [
    row(0),
    row(1, { conflict: 'same_name', conflictKeyId: sampleKey().id, proposed: 'replace' }),
    row(2, { conflict: 'same_key', conflictKeyId: sampleKey().id, proposed: 'skip' }),
    row(3, { conflict: 'same_secret_other_environment', conflictKeyId: sampleKey().id, proposed: 'skip' }),
  ]
  core.results = [
    { index: 0, keyId: sampleKey().id, refusal: null },
    { index: 1, keyId: null, refusal: 'old_secret_kept' },
    { index: 3, keyId: null, refusal: 'holds_secret' },
  ]
  await open()
  await openFile()
  await expect.element(page.getByRole('table', { name: 'Keys in the file' })).toBeVisible()
  await page.getByLabelText('New name of Key 0').fill('Other')
  await page.getByRole('combobox', { name: 'What to do with Key 3' }).click()
  await page.getByRole('option', { name: 'Add' }).click()
  await expect.element(page.getByRole('button', { name: 'Import 2 keys' })).toBeVisible()
  await page.getByLabelText('Why may one secret lie in two environments?').fill('One account')
  await page.getByRole('button', { name: 'Import 3 keys' }).click()
  await expect.element(page.getByText('1 key added')).toBeVisible()
  await expect.element(page.getByText('1 key left out')).toBeVisible()
  await expect.element(page.getByText(/still keeps its last secret/)).toBeVisible()
  await expect.element(page.getByText(/The name holds a key/)).toBeVisible()
  expect(asked('import')).toEqual([
    {
      bundleId,
      rows: [
        { index: 0, action: 'add', name: 'Other' },
        { index: 1, action: 'replace' },
        { index: 3, action: 'add', name: 'Key 3', overrideReason: 'One account' },
      ],
    },
  ])
})

test('all keys can be left out at once, and then there is nothing to import', async () => {
  core.rows = [row(0), row(1)]
  await open()
  await openFile()
  await page.getByRole('combobox', { name: 'All keys' }).click()
  await page.getByRole('option', { name: 'Leave all out' }).click()
  await expect.element(page.getByRole('button', { name: 'Import 0 keys' })).toBeDisabled()
})

test('a provider that brings what Keydeck would trust is pointed at', async () => {
  core.rows = [row(0, { newProvider: true, providerName: 'Gateway', providerBrings: ['certificates', 'proxy'] })]
  await open()
  await openFile()
  await expect.element(page.getByText(/Gateway .* brings certificates of its own, a proxy/)).toBeVisible()
})

test('what was opened is forgotten when the dialog closes, and when another file is wanted', async () => {
  const screen = await open()
  await openFile()
  await page.getByRole('button', { name: 'Another file' }).click()
  await expect.poll(() => asked('close')).toEqual([{ bundleId }])
  await openFile()
  await expect.element(page.getByRole('table')).toBeVisible()
  await screen.unmount()
  await expect.poll(() => asked('close')).toHaveLength(2)
})

test.each(['dark', 'light'])('every stage can be used with a screen reader, %s', async (theme) => {
  document.documentElement.dataset['theme'] = theme
  core.rows = [
    row(0, { newProvider: true, newEnvironment: true, providerBrings: ['headers'] }),
    row(1, { conflict: 'same_name', proposed: 'replace', status: 'revoked' }),
    row(2, { conflict: 'same_key', proposed: 'skip' }),
  ]
  core.results = [{ index: 0, keyId: null, refusal: 'duplicate_secret' }]
  await open()
  expect(await accessibilityFaults()).toEqual([])
  await openFile()
  await expect.element(page.getByRole('table')).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
  await page.getByRole('button', { name: /^Import \d/ }).click()
  await expect.element(page.getByText('1 key refused')).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
})
