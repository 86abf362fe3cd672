import { startProvider } from '../../fakes/aimock.ts'
import { findSecret } from '../../leaks/encodings.ts'
import { buildLeaking, LEAKING_BUILD } from '../../leaks/leaking-build.ts'
import { recordFrames, scanFolder, scanPage, scanProcesses } from '../../leaks/places.ts'
import { addFirstKey, randomKey, rowOf } from '../actions.ts'
import { expect, test } from '../hosts.ts'

// The searches are the ones that `canary.spec.ts` makes on both hosts.
test('the same search finds the secret in every place where a build leaks it on purpose', async ({ profile }) => {
  await buildLeaking()
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const app = await profile.start({ build: LEAKING_BUILD })
    await recordFrames(app.page)
    await addFirstKey(app.page, { baseUrl: provider.baseUrl, secret, name: 'Canary' })
    await rowOf(app.page, 'Canary').click()
    const { findings } = await scanPage(app.page, secret)
    expect(findings).toContain('received frames (plain)')
    expect(findings).toContain('document (plain)')
    expect(scanProcesses(secret)).toContain('cmdline of a process (plain)')
    expect(scanProcesses(secret)).toContain('environ of a process (plain)')
    expect(scanFolder(profile.folder, secret).join()).toContain('leak.bin (base64')
    expect(findSecret(app.output(), secret)).toContain('plain')
  } finally {
    await provider.close()
  }
})
