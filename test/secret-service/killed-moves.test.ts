import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { programFile } from '../programs.ts'
import type { MoveReport } from './move-child.ts'
import { folder, service } from './scenario.ts'
import { hasSecretService, type SecretService } from './secret-service.ts'

const run = promisify(execFile)
const program = programFile('move-child')
const directions = ['os-keychain to encrypted-file', 'encrypted-file to os-keychain'] as const

/** Lets a process go through a move in peace; it takes up whatever the one before left. */
async function inPeace(keyring: SecretService, args: string[]): Promise<MoveReport> {
  const { stdout } = await run(process.execPath, ['--no-warnings', program, ...args], { env: keyring.env })
  return JSON.parse(stdout) as MoveReport
}

async function killed(keyring: SecretService, args: string[]): Promise<void> {
  const child = spawn(process.execPath, ['--no-warnings', program, ...args], { env: keyring.env, stdio: 'inherit' })
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect([code, signal]).toEqual([null, 'SIGKILL'])
}

describe.skipIf(!hasSecretService())('kill -9 during a move', { timeout: 600_000 }, () => {
  test.each(directions)(
    '%s, at each moment: the next start has every secret, and the move leaves no orphan',
    async (way) => {
      const keyring = await service()
      const dataFolder = await folder()
      const { moments, isWhole, orphans } = await inPeace(keyring, [dataFolder, way, 'go on'])
      expect({ isWhole, orphans }).toEqual({ isWhole: true, orphans: [] })
      expect(moments).toBeGreaterThan(12)
      for (let moment = 0; moment < moments; moment += 1) {
        await killed(keyring, [dataFolder, way, 'die', String(moment)])
        const after = await inPeace(keyring, [dataFolder, way, moment % 2 ? 'give up' : 'go on'])
        expect(after, `moment ${moment} of ${moments}`).toMatchObject({ isWhole: true, orphans: [] })
      }
    },
  )
})
