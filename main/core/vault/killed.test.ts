import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Scenario, Stage, scenarios } from '../../../test/fakes/vault-scenarios.ts'

const script = join(import.meta.dirname, '../../../test/fakes/vault-child.ts')
const newFolder = () => mkdtempSync(join(tmpdir(), 'keydeck-killed-'))

// The moment before a step is the one after the step before it.
it.each(Object.entries(scenarios))(
  'killed with SIGKILL at any step of “%s”: the next start loses nothing and leaves nothing over',
  { timeout: 180_000 },
  async (name, scenario) => {
    const prepared = await prepare(scenario)
    try {
      for (const moment of ['inside', 'after']) {
        for (let at = 0; ; at += 1) {
          const folder = newFolder()
          cpSync(prepared, folder, { recursive: true })
          const end = await play(folder, name, at, moment)
          await expectConverged(folder, scenario, `${moment} step ${at}, which ended ${end}`)
          if (end === 'in peace') break
        }
      }
    } finally {
      rmSync(prepared, { recursive: true })
    }
  },
)

async function prepare(scenario: Scenario): Promise<string> {
  const folder = newFolder()
  const stage = new Stage(folder)
  await scenario.prepare(stage)
  await stage.vault.reconcile()
  await stage.close()
  return folder
}

/** A step has no such moment where the store acts: nobody sees inside of it. */
async function play(folder: string, name: string, at: number, moment: string): Promise<string> {
  const child = spawn(process.execPath, [script, folder, name, String(at), moment], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code, signal] = await once(child, 'exit')
  if (signal === 'SIGKILL') return 'killed'
  if (code === 0) return 'in peace'
  if (code === 9 && moment === 'inside') return 'past it'
  throw new Error(`the child ended with ${String(code)}`)
}

async function expectConverged(folder: string, scenario: Scenario, step: string): Promise<void> {
  const stage = new Stage(folder)
  try {
    await stage.settle()
    expect(stage.strays(), step).toEqual([])
    expect(stage.unfinished(), step).toEqual([])
    const outcome = await stage.outcome()
    expect(scenario.outcomes, step).toContain(outcome)
    if (scenario.audited === '') return
    const isAudited = stage.audit().some((row) => row.action === scenario.audited && row.subject === 'Key')
    expect(isAudited, `${step}: ${outcome}, audited`).toBe(outcome === scenario.outcomes.at(-1))
  } finally {
    await stage.remove()
  }
}
