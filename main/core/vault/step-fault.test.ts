import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Fault, faults, strike } from '../../../test/fakes/step-faults.ts'
import { type Scenario, Stage, scenarios, stopWatching, watchSteps } from '../../../test/fakes/vault-scenarios.ts'

const recoveries = ['the app goes on', 'the app starts again'] as const

const newFolder = () => mkdtempSync(join(tmpdir(), 'keydeck-steps-'))

/** A folder in which everything stands that a scenario needs, to be copied for each of its breaks. */
let prepared = ''
let stage: Stage
let struck = 0
/** What the store does although it never said so. */
let arriving: (() => void) | undefined
afterEach(() => stage.remove())

describe.each(Object.entries(scenarios))('%s', (name, scenario) => {
  beforeAll(async () => {
    prepared = newFolder()
    const first = new Stage(prepared)
    await scenario.prepare(first)
    await first.vault.reconcile()
    await first.close()
  })
  afterAll(() => rmSync(prepared, { recursive: true }))

  describe.each(Object.entries(faults))('where %s', (_fault, fault) => {
    // Nobody can go on from there: what the process remembers is no longer what the disk holds.
    const possible = fault.at === 'database' && fault.moment === 'after' ? recoveries.slice(1) : recoveries
    it.each(possible)('at any step: nothing is lost and nothing left over once %s', async (recovery) => {
      struck = 0
      for (let at = 0; await breakAt(scenario, fault, at); at += 1) {
        const step = `at step ${at}`
        await recover(recovery)
        expect(stage.strays(), step).toEqual([])
        expect(stage.unfinished(), step).toEqual([])
        expect(scenario.outcomes, step).toContain(await stage.outcome())
        if (possible === recoveries) expectAudited(scenario, await stage.outcome(), step)
        await stage.remove()
      }
      // A move asks nothing of the store; every other table without a break would be a table that was never run.
      if (name !== 'move' || fault.at === 'database') expect(struck).toBeGreaterThan(0)
    })
  })
})

/** Plays the act with the fault at this step; false where the act is over before it. */
async function breakAt(scenario: Scenario, fault: Fault, at: number): Promise<boolean> {
  const folder = newFolder()
  cpSync(prepared, folder, { recursive: true })
  stage = new Stage(folder)
  let wasThere = false
  const steps = watchSteps(stage, (step) => {
    if (step.index !== at || step.kind !== fault.at || step.moment !== fault.moment) return
    wasThere = true
    struck += 1
    arriving = fault.special === 'arrives' ? step.act : undefined
    strike(stage.store, fault, step)
  })
  const outcome = await Promise.resolve(scenario.act(stage)).then(
    () => 'done',
    () => 'refused',
  )
  await stage.vault.reconcile()
  const total = steps()
  stopWatching(stage)
  if (!wasThere) expect(outcome).toBe('done')
  return at < total
}

async function recover(how: (typeof recoveries)[number]): Promise<void> {
  arriving?.()
  arriving = undefined
  stage.store.mend()
  if (how === 'the app starts again') await stage.restart()
  else stage.events.emit({ type: 'secret-store' })
  await stage.settle()
}

/** The audit and the act are one transaction: neither is there without the other. */
function expectAudited({ audited, outcomes }: Scenario, outcome: string, step: string): void {
  if (audited === '') return
  const isThere = stage.audit().some((row) => row.action === audited && row.subject === 'Key')
  expect(isThere, `${step}: ${outcome}, audited`).toBe(outcome === outcomes.at(-1))
}
