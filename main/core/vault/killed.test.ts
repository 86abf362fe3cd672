import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  type Scenario,
  Stage,
  type Step,
  scenarios,
  stopWatching,
  watchSteps,
} from '../../../test/fakes/vault-scenarios.ts'
import { programFile } from '../../../test/programs.ts'

const script = programFile('vault-child')
const newFolder = () => mkdtempSync(join(tmpdir(), 'keydeck-killed-'))

// The moment before a step is the one after the step before it.
it.each(Object.entries(scenarios))(
  'killed with SIGKILL at any step of “%s”: the next start loses nothing and leaves nothing over',
  { timeout: 180_000 },
  async (name, scenario) => {
    const prepared = await prepare(scenario)
    try {
      const moments = await momentsOf(scenario, copyOf(prepared))
      for (const { index, moment } of moments) {
        const folder = copyOf(prepared)
        expect(await play(folder, name, index, moment), `${moment} step ${index}`).toBe('killed')
        await expectConverged(folder, scenario, `${moment} step ${index}`)
      }
      const folder = copyOf(prepared)
      expect(await play(folder, name, moments.length, 'after')).toBe('in peace')
      await expectConverged(folder, scenario, 'in peace')
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

function copyOf(prepared: string): string {
  const folder = newFolder()
  cpSync(prepared, folder, { recursive: true })
  return folder
}

/** Inside and after each step of the act. Where the store acts, nobody sees inside. */
async function momentsOf(scenario: Scenario, folder: string): Promise<Pick<Step, 'index' | 'moment'>[]> {
  const stage = new Stage(folder)
  const moments: Pick<Step, 'index' | 'moment'>[] = []
  watchSteps(stage, ({ index, moment }) => {
    if (moment !== 'before') moments.push({ index, moment })
  })
  await scenario.act(stage)
  await stage.vault.reconcile()
  stopWatching(stage)
  await stage.remove()
  expect(moments.length).toBeGreaterThan(1)
  return moments
}

async function play(folder: string, name: string, at: number, moment: string): Promise<string> {
  const child = spawn(process.execPath, [script, folder, name, String(at), moment], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code, signal] = await once(child, 'exit')
  if (signal === 'SIGKILL') return 'killed'
  if (code === 0) return 'in peace'
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
