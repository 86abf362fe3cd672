import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type LineScenario,
  LineStage,
  type LineStep,
  lineScenarios,
  stopWatchingLines,
  watchLineSteps,
} from '../../../../test/fakes/line-scenarios.ts'
import { personFolder } from '../../../../test/fakes/person-folder.ts'
import { type Fault, faults, strike } from '../../../../test/fakes/step-faults.ts'
import { programFile } from '../../../../test/programs.ts'

type LineFault = Omit<Fault, 'at'> & { at: Fault['at'] | 'file' }

const disk = (code: string) => ({ at: 'file' as const, error: () => Object.assign(new Error('disk'), { code }) })
const allFaults: Readonly<Record<string, LineFault>> = {
  ...faults,
  'the disk is full': { ...disk('ENOSPC'), moment: 'before' },
  'the disk fails after it did its work': { ...disk('EIO'), moment: 'after' },
}
const recoveries = ['the app goes on', 'the app starts again'] as const
const script = programFile('env-lines-child')

describe.each(Object.entries(lineScenarios))('%s', (name, scenario) => {
  /** A folder in which everything stands that the act needs, to be copied for each of its breaks. */
  let prepared = ''
  beforeAll(async () => {
    prepared = personFolder()
    const stage = new LineStage(prepared)
    await scenario.prepare(stage)
    await stage.close()
  })
  afterAll(() => rmSync(prepared, { recursive: true }))

  function copy(): string {
    const folder = personFolder()
    cpSync(prepared, folder, { recursive: true })
    return folder
  }

  describe.each(Object.entries(allFaults))('where %s', (_fault, fault) => {
    // Nobody can go on from there: what the process remembers is no longer what the disk holds.
    const possible = fault.at === 'database' && fault.moment === 'after' ? recoveries.slice(1) : recoveries
    it.each(possible)('at any step: nothing is lost and nothing left over once %s', async (recovery) => {
      let struck = 0
      for (let at = 0, isOver = false; !isOver; at += 1) {
        const stage = new LineStage(copy())
        let arriving = () => {}
        const steps = watchLineSteps(stage, (step) => {
          if (step.index !== at || step.kind !== fault.at || step.moment !== fault.moment) return
          struck += 1
          if (fault.special === 'arrives' && step.act) arriving = step.act
          strike(stage.store, fault, step)
        })
        await Promise.resolve(scenario.act(stage)).catch(() => undefined)
        await stage.vault.reconcile()
        isOver = at >= steps()[fault.at === 'file' ? 'file' : 'vault']
        stopWatchingLines(stage)
        arriving()
        stage.store.mend()
        if (recovery === 'the app starts again') await stage.restart()
        await stage.vault.reconcile()
        await expectConverged(stage, scenario, `at step ${at}`)
        await stage.remove()
      }
      // To let a line go asks nothing of the file.
      if (scenario.confirmed === null || fault.at !== 'file') expect(struck).toBeGreaterThan(0)
    })
  })

  it('killed with SIGKILL at any step: the next start loses nothing and leaves nothing over', {
    timeout: 180_000,
  }, async () => {
    const moments = await momentsOf(scenario, copy())
    expect(moments.length).toBeGreaterThan(3)
    for (const { index, kind, moment } of [...moments, { index: moments.length, kind: 'vault', moment: 'after' }]) {
      const folder = copy()
      const end = await play([folder, name, kind, String(index), moment])
      expect(end, `${moment} ${kind} step ${index}`).toBe(index < moments.length ? 'killed' : 'in peace')
      const stage = new LineStage(folder)
      await stage.vault.reconcile()
      await expectConverged(stage, scenario, `${moment} ${kind} step ${index}`)
      await stage.remove()
    }
  })
})

/** Inside and after each step of the vault, before and after each of the disk. Where the store acts, nobody sees inside. */
async function momentsOf(
  scenario: LineScenario,
  folder: string,
): Promise<Pick<LineStep, 'index' | 'kind' | 'moment'>[]> {
  const stage = new LineStage(folder)
  const moments: Pick<LineStep, 'index' | 'kind' | 'moment'>[] = []
  watchLineSteps(stage, ({ index, kind, moment }) => {
    if (moment !== 'before' || kind === 'file') moments.push({ index, kind, moment })
  })
  await scenario.act(stage)
  await stage.vault.reconcile()
  stopWatchingLines(stage)
  await stage.remove()
  return moments
}

async function play(args: string[]): Promise<string> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code, signal] = await once(child, 'exit')
  if (signal === 'SIGKILL') return 'killed'
  if (code === 0) return 'in peace'
  throw new Error(`the child ended with ${String(code)}`)
}

/** Each line is in the file or kept, never neither and never both; what is kept goes back to its place, byte by byte. */
async function expectConverged(stage: LineStage, { confirmed }: LineScenario, step: string): Promise<void> {
  expect(stage.strays(), step).toEqual([])
  expect(stage.files(), step).toEqual(['.env'])
  expect(
    stage.lineRows().map((row) => row.state),
    step,
  ).toEqual(stage.imports.removedLines().map(() => 'removed'))
  const held = stage.text()
  const kept = stage.imports.removedLines().map((line) => line.variable)
  const whole = ['YUNXIN_A_KEY', 'YUNXIN_B_KEY', 'YUNXIN_C_KEY']
  const lost = whole.filter((variable) => !held.includes(variable) && !kept.includes(variable))
  expect([[], [confirmed]], step).toContainEqual(lost)
  expect(
    whole.filter((variable) => held.includes(variable) && kept.includes(variable)),
    step,
  ).toEqual([])
  for (const variable of whole) {
    const acts = stage.audit().filter(({ detail }) => detail['variable'] === variable)
    const went = acts.filter(({ action }) => action === 'env_line_removed').length
    const came = acts.filter(({ action }) => action === 'env_line_put_back').length
    expect(went - came, `${step}: ${variable} is written down`).toBe(held.includes(variable) ? 0 : 1)
  }
  for (const { id } of stage.imports.removedLines()) await stage.imports.putBack(id)
  const lines = stage.original.split(/(?<=\n)/)
  expect(stage.text(), step).toBe(lines.filter((line) => !lost.some((variable) => line.includes(variable))).join(''))
  expect(stage.strays(), step).toEqual([])
}
