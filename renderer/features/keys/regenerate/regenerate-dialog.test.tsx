import { QueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { CheckResult, VaultKey } from '../../../../contract/keys.ts'
import { accessibilityFaults } from '../../../testing/axe.ts'
import { render } from '../../../testing/render.tsx'
import { sampleEnvironments, sampleKey, sampleProvider } from '../../../testing/sample-rows.ts'
import { RegenerateDialog } from './regenerate-dialog.tsx'

const core = vi.hoisted(() => ({
  key: null as unknown,
  asked: [] as { procedure: string; input: unknown }[],
  refuses: null as string | null,
  wait: Promise.resolve(),
}))

vi.mock('../../../lib/client.ts', async () => {
  const { createRouterClient, implement } = await import('@orpc/server')
  const { createTanstackQueryUtils } = await import('@orpc/tanstack-query')
  const { contract } = await import('../../../../contract/index.ts')
  const { list, regenerate } = implement(contract).keys
  const answer =
    (procedure: string) => async (options: { input: unknown; errors: { CONFLICT: (options: never) => Error } }) => {
      core.asked.push({ procedure, input: options.input })
      await core.wait
      if (core.refuses) throw options.errors.CONFLICT({ data: { reason: core.refuses } } as never)
      return core.key as VaultKey
    }
  const client = createRouterClient({
    keys: {
      list: list.handler(() => [core.key as VaultKey]),
      regenerate: {
        start: regenerate.start.handler(answer('start')),
        swap: regenerate.swap.handler(answer('swap')),
        cancel: regenerate.cancel.handler(answer('cancel')),
        undo: regenerate.undo.handler(answer('undo')),
        confirmRevoked: regenerate.confirmRevoked.handler(answer('confirmRevoked')),
      },
    },
    host: {
      info: implement(contract).host.info.handler(() => ({
        kind: 'headless' as const,
        version: '1',
        platform: 'linux' as const,
        readsClipboard: false,
        choosesFiles: false,
        opensLinks: 'page' as const,
        windowControls: false,
        dataFolder: '',
        notice: null,
      })),
    },
  })
  return { client, orpc: createTanstackQueryUtils(client), queryClient: new QueryClient() }
})

const works: CheckResult = { at: 1, ok: true, status: 200, latencyMs: 120, models: 3, error: null }
const fails: CheckResult = {
  ...works,
  ok: false,
  status: 401,
  error: {
    layer: 'provider',
    status: 401,
    code: 'invalid_api_key',
    message: 'refused',
    providerMessage: 'No such key.',
    hint: null,
    requestId: null,
    retryAfterMs: null,
  },
}
const pending = (check: CheckResult | null) => ({ prefix: 'sk-', last4: 'c3d4', since: 1, notes: [], check })

async function open(key: VaultKey) {
  core.key = key
  const closed = { times: 0 }
  let become: (changed: VaultKey) => void = () => {}
  function Listed() {
    const [now, setNow] = useState(key)
    become = setNow
    const row = { key: now, provider: sampleProvider, environment: sampleEnvironments[0]!, daily: [] }
    return (
      <RegenerateDialog
        rows={[row]}
        all={[row]}
        environments={sampleEnvironments}
        providers={[sampleProvider]}
        environmentId={null}
        onClose={() => (closed.times += 1)}
      />
    )
  }
  await render(<Listed />)
  await expect.element(page.getByRole('dialog')).toBeVisible()
  return { closed, become: (changed: VaultKey) => become(changed) }
}

beforeEach(() => {
  core.asked = []
  core.refuses = null
  core.wait = Promise.resolve()
})

test('the new secret goes into the call once and then stands in no field', async () => {
  await open(sampleKey())
  const secret = crypto.randomUUID()
  const field = page.getByLabelText('New secret')
  await field.fill(secret)
  await page.getByRole('button', { name: /Store and test/ }).click()
  await expect.poll(() => core.asked).toEqual([{ procedure: 'start', input: { id: sampleKey().id, secret } }])
  await expect.element(field).toHaveValue('')
})

test('a secret that is stored is said not to be tested while it is, and the focus is on nothing meanwhile', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  core.wait = promise
  const { become } = await open(sampleKey())
  await page.getByLabelText('New secret').fill(crypto.randomUUID())
  await page.getByRole('button', { name: /Store and test/ }).click()
  become(sampleKey({ pending: pending(null) }))
  await expect.element(page.getByText(/not tested yet/)).not.toBeInTheDocument()
  await expect.element(page.getByText(/^Testing/)).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Use it all the same' })).toHaveFocus()
  become(sampleKey({ pending: pending(fails) }))
  resolve()
  await expect.element(page.getByRole('button', { name: 'Use it all the same' })).toHaveFocus()
})

test('a refusal keeps the dialog open and says why at the field', async () => {
  core.refuses = 'same_as_current'
  await open(sampleKey())
  await page.getByLabelText('New secret').fill(crypto.randomUUID())
  await page.getByRole('button', { name: /Store and test/ }).click()
  await expect.element(page.getByText(/secret that is in use now/)).toBeVisible()
})

test('a secret whose test failed is used only by a press that says so', async () => {
  await open(sampleKey({ pending: pending(fails) }))
  await expect.element(page.getByText('“No such key.”')).toBeVisible()
  await page.getByRole('button', { name: 'Use it all the same' }).click()
  await expect.poll(() => core.asked).toEqual([{ procedure: 'swap', input: { id: sampleKey().id, anyway: true } }])
})

test('a secret that works is used without overriding a failed test', async () => {
  await open(sampleKey({ pending: pending(works) }))
  await page.getByRole('button', { name: 'Use the new secret' }).click()
  await expect.poll(() => core.asked).toEqual([{ procedure: 'swap', input: { id: sampleKey().id, anyway: false } }])
})

test('the old secret is removed only by the press that says that it is revoked', async () => {
  const { closed } = await open(sampleKey({ previous: { prefix: 'sk-', last4: 'old1', since: 1 } }))
  await page.getByRole('button', { name: /It is revoked/ }).click()
  await expect.poll(() => core.asked.map(({ procedure }) => procedure)).toEqual(['confirmRevoked'])
  await expect.poll(() => closed.times).toBe(1)
})

test.each(['dark', 'light'])('every stage can be used with a screen reader, %s', async (theme) => {
  document.documentElement.dataset['theme'] = theme
  await open(sampleKey({ pending: pending(fails) }))
  expect(await accessibilityFaults()).toEqual([])
})
