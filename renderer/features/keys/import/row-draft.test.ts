import { expect, test } from 'vitest'
import type { ImportRow } from '../../../../contract/imports.ts'
import { sampleEnvironments, sampleProvider } from '../../../testing/sample-rows.ts'
import { choicesOf, draftRows, stateOf } from './row-draft.ts'

const [development, production] = sampleEnvironments.map(({ id }) => id) as [string, string]

const row = (line: number, fields: Partial<ImportRow> = {}): ImportRow => ({
  line,
  masked: 'sk-••••a1b2',
  variable: 'OPENAI_API_KEY',
  providerId: sampleProvider.id,
  suggestedName: `Key ${line}`,
  notes: [],
  problems: [],
  ...fields,
})
const inVault = (environmentId: string) => ({
  kind: 'in_vault' as const,
  keyId: development,
  name: 'Old',
  environmentId,
})
const choose = (rows: ImportRow[], change: (line: number) => object = () => ({}), reason = '') =>
  choicesOf(
    draftRows(rows, development).map((draft) => ({ ...draft, ...change(draft.row.line) })),
    [sampleProvider],
    sampleEnvironments,
    reason,
  ).map(({ line, overrideReason }) => [line, overrideReason])

test('a row that is no key, stands twice, or lies here already is never sent, even when it was ticked', () => {
  const rows = [
    row(1, { problems: [{ kind: 'refused', reason: 'masked' }] }),
    row(2, { problems: [{ kind: 'twice', line: 1 }] }),
    row(3, { problems: [inVault(development)] }),
    row(4),
  ]
  expect(choose(rows, () => ({ isChosen: true }))).toEqual([[4, undefined]])
})

test('the same key in another environment is not sent without a reason, and with it carries that reason', () => {
  const rows = [row(1, { problems: [inVault(production)] }), row(2)]
  expect(choose(rows)).toEqual([[2, undefined]])
  expect(choose(rows, () => ({ isChosen: true }))).toEqual([[2, undefined]])
  expect(choose(rows, () => ({ isChosen: true }), ' one account ')).toEqual([
    [1, 'one account'],
    [2, undefined],
  ])
})

test('moving a row to the environment where its key lies blocks it, and away from it frees it', () => {
  const [draft] = draftRows([row(1, { problems: [inVault(production)] })], development)
  expect(stateOf(draft!, sampleEnvironments).kind).toBe('reason')
  expect(stateOf({ ...draft!, environmentId: production }, sampleEnvironments).kind).toBe('blocked')
})

test('a row without a provider or a name waits for it instead of being sent with a guess', () => {
  expect(choose([row(1, { providerId: null })])).toEqual([])
  expect(choose([row(1)], () => ({ name: '  ' }))).toEqual([])
  expect(choose([row(1, { providerId: null })], () => ({ providerId: sampleProvider.id }))).toEqual([[1, undefined]])
})
