import { beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { LocalServer } from '../../contract/providers.ts'
import { core, resetCore } from '../../test/fakes/providers-core.ts'
import { queryClient } from '../lib/client.ts'
import { accessibilityFaults } from '../testing/axe.ts'
import { renderPage } from '../testing/render-page.tsx'
import { sampleEnvironments } from '../testing/sample-rows.ts'
import { LocalServers } from './local-servers.tsx'

vi.mock('../lib/client.ts', async () => (await import('../../test/fakes/providers-core.ts')).providersClient())

const ollama: LocalServer = {
  kind: 'ollama',
  name: 'Ollama',
  baseUrl: 'http://127.0.0.1:11434/v1',
  models: ['llama3.2', 'qwen3'],
  providerId: null,
  keyId: null,
}

async function open(onUsed?: (keyId: string) => void) {
  queryClient.clear()
  const Page = () => (
    <div style={{ width: 420 }}>
      <LocalServers environment={sampleEnvironments[0]} {...(onUsed ? { onUsed } : {})} />
    </div>
  )
  await renderPage('/keys', Page, { queryClient })
}

const button = (name: string) => page.getByRole('button', { name })
const height = () => document.querySelector('.locals')?.getBoundingClientRect().height ?? 0

beforeEach(resetCore)

test('who has no server is not told what was looked for, or can not look again', async () => {
  await open()
  await expect.element(page.getByText('None answers. Start one, then look again.')).toBeVisible()
  for (const place of ['127.0.0.1:11434', '127.0.0.1:1234', '127.0.0.1:8080', '127.0.0.1:8000']) {
    await expect.element(page.getByText(place)).toBeVisible()
  }
  const before = height()
  core.servers = [ollama]
  await button('Look again').click()
  await expect.element(button('Use Ollama')).toBeVisible()
  expect(height()).toBe(before)
  expect(await accessibilityFaults()).toEqual([])
})

test('one click is not enough, or leads nowhere', async () => {
  core.servers = [ollama]
  let used = ''
  await open((keyId) => {
    used = keyId
  })
  await button('Use Ollama').click()
  await expect.element(page.getByText('Ollama is ready')).toBeVisible()
  const adopted = core.asked.filter(({ procedure }) => procedure === 'providers.adopt')
  expect(adopted).toEqual([
    { procedure: 'providers.adopt', input: { baseUrl: ollama.baseUrl, environmentId: sampleEnvironments[0]?.id } },
  ])
  expect(core.keys.some(({ id }) => id === used)).toBe(true)
  await expect.element(button('Open the playground with Ollama')).toHaveFocus()
  await button('Open the playground with Ollama').click()
  await expect.element(page.getByText('the page /playground')).toBeVisible()
  expect(core.settings).toMatchObject({ lastKeyId: used, lastModel: 'llama3.2' })
})

test('a server at another port than its usual one is hidden, or stands there twice', async () => {
  core.servers = [
    { ...ollama, kind: 'vllm', name: 'vLLM', baseUrl: 'http://127.0.0.1:8080/v1', models: [] },
    { ...ollama, kind: 'vllm', name: 'vLLM', baseUrl: 'http://127.0.0.1:8000/v1' },
  ]
  await open()
  await expect.poll(() => page.getByRole('button', { name: 'Use vLLM' }).elements().length).toBe(2)
  await expect.element(page.getByText('has no model yet')).toBeVisible()
  await expect.element(page.getByText('2 servers answer.')).toBeVisible()
})
