import { startProvider } from '../fakes/aimock.ts'
import { echoingKey } from '../faults/breaks.ts'
import { startFaultProvider } from '../faults/fault-provider.ts'
import { findSecret } from '../leaks/encodings.ts'
import { recordFrames, scanFolder, scanPage, scanProcesses } from '../leaks/places.ts'
import { addFirstKey, addKey, addProvider, ask, chooseModel, goTo, randomKey, rowOf } from './actions.ts'
import { expect, type RunningApp, test } from './hosts.ts'

test('a secret that went in through the page and was used is in none of the places where secrets leak', async ({
  profile,
}) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  const echo = await startFaultProvider(echoingKey(401))
  try {
    const app = await profile.start()
    const bodies = collectBodies(app)
    await recordFrames(app.page)
    await addFirstKey(app.page, { baseUrl: provider.baseUrl, secret, name: 'Canary' })
    await expect(rowOf(app.page, 'Canary')).toContainText('200')
    await useIt(app)

    // The same secret at a provider that says it back in its error: the words are shown, the secret is not.
    await goTo(app.page, 'Keys')
    await app.page.getByRole('button', { name: /Add key/ }).click()
    await addProvider(app.page, { baseUrl: `${echo.origin}/v1`, provider: 'Echo' })
    const echoed = randomKey()
    await addKey(app.page, { secret: echoed, name: 'Echoed' })
    await expect(rowOf(app.page, 'Echoed')).toContainText('401')
    expect(echo.seen.length).toBeGreaterThan(0)

    for (const canary of [secret, echoed]) {
      const { findings, frames } = await scanPage(app.page, canary)
      expect(frames).toBeGreaterThan(10)
      expect(findings).toEqual([])
      expect(scanProcesses(canary)).toEqual([])
      expect(scanFolder(profile.folder, canary)).toEqual([])
      expect(findSecret(await bodies(), canary)).toEqual([])
    }
    await app.quit()
    for (const canary of [secret, echoed]) {
      expect(findSecret(app.output(), canary)).toEqual([])
      expect(scanFolder(profile.folder, canary)).toEqual([])
    }
  } finally {
    await provider.close()
    await echo.close()
  }
})

async function useIt({ page }: RunningApp): Promise<void> {
  await goTo(page, 'Playground')
  await chooseModel(page, 'gpt-4o')
  await ask(page, 'short')
  await expect(page.getByRole('log')).toContainText('Hello! How can I help you today?')
  await goTo(page, 'Usage')
  await expect(page.getByRole('main')).toContainText('Canary')
}

/** The bodies and headers of everything that the page fetched. */
function collectBodies({ page }: RunningApp): () => Promise<string> {
  const pending: Promise<string>[] = []
  page.on('response', (response) => {
    const body = response.body().then(
      (bytes) => bytes.toString('latin1'),
      () => '',
    )
    pending.push(body.then((text) => JSON.stringify(response.headers()) + response.url() + text))
  })
  return async () => (await Promise.all(pending)).join('\n')
}
