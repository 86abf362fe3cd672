import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  type Scenario,
  Stage,
  type Step,
  scenarios,
  stopWatching,
  watchSteps,
} from '../../../test/fakes/vault-scenarios.ts'
import { SecretStoreError } from './secret-store/secret-store.ts'

/** What goes wrong at one step. `arrives`: what the store said nothing of comes about later. */
interface Fault {
  at: Step['kind']
  moment: Step['moment']
  error: () => Error
  /** What the store says of itself afterwards. */
  state?: 'unavailable' | 'locked' | 'timeout'
  special?: 'garbles' | 'arrives'
}

const broken = (state: 'unavailable' | 'locked' | 'timeout') => ({
  at: 'store' as const,
  error: () => new SecretStoreError(state, 'no_answer'),
  state,
})
const item = { at: 'store' as const, error: () => new SecretStoreError('unavailable', 'foreign_data') }
const bug = { at: 'store' as const, error: () => new Error('no such thing') }
const full = { at: 'database' as const, error: () => new Error('database or disk is full') }

const faults: Readonly<Record<string, Fault>> = {
  'the store goes away before it acts': { ...broken('unavailable'), moment: 'before' },
  'the store goes away after it acted': { ...broken('unavailable'), moment: 'after' },
  'the store is locked before it acts': { ...broken('locked'), moment: 'before' },
  'the store doesn’t answer, and never acted': { ...broken('timeout'), moment: 'before' },
  'the store doesn’t answer, and acted': { ...broken('timeout'), moment: 'after' },
  'the store doesn’t answer, and acts later': { ...broken('timeout'), moment: 'before', special: 'arrives' },
  'the item can’t be used': { ...item, moment: 'before' },
  'what is read back differs': { ...item, moment: 'after', special: 'garbles' },
  'the store throws something unknown': { ...bug, moment: 'before' },
  'the store throws something unknown after it acted': { ...bug, moment: 'after' },
  'the transaction can’t begin': { ...full, moment: 'before' },
  'the transaction is rolled back': { ...full, moment: 'inside' },
  'the transaction is committed, and its caller never hears of it': { ...full, moment: 'after' },
}

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
    strike(fault, step)
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

function strike({ error, state, special }: Fault, { act, written }: Step): never {
  if (state) stage.store.state = state
  if (special === 'garbles' && written) stage.store.secrets.set(written, 'garbled')
  if (special === 'arrives') arriving = act
  throw error()
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
