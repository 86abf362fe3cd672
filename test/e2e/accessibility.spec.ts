import { startProvider } from '../fakes/aimock.ts'
import { addFirstKey, ask, chooseModel, goTo, randomKey, rowOf } from './actions.ts'
import { expectNoFaults } from './axe.ts'
import { expect, test } from './hosts.ts'

test('axe finds nothing on any page, empty and filled, light and dark', async ({ profile }) => {
  test.setTimeout(120_000)
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const { page } = await profile.start()
    const scanAll = async (state: string) => {
      // Each is another page than the one before it, whose heading stays until the next has come.
      for (const name of ['Usage', 'Gateway', 'Settings', 'Keys', 'Playground'] as const) {
        const before = await page.getByRole('heading', { level: 1 }).elementHandle()
        await goTo(page, name)
        await page.waitForFunction((old) => {
          const now = document.querySelector('h1')
          return now !== null && now !== old
        }, before)
        await expectNoFaults(page, `${name}, ${state}`)
      }
    }
    await scanAll('empty')
    await goTo(page, 'Keys')
    await addFirstKey(page, { baseUrl: provider.baseUrl, secret, name: 'Evals' })
    await expect(rowOf(page, 'Evals')).toContainText('200')
    await goTo(page, 'Playground')
    await chooseModel(page, 'gpt-4o')
    await ask(page, 'code')
    await expect(page.getByRole('log')).toContainText('That is all.')
    await scanAll('filled')
  } finally {
    await provider.close()
  }
})
