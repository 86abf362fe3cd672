import { expect, test } from 'vitest'
import type { DrawnEnd, DrawnFlow } from './flow-ends.ts'
import { type EndBar, layOutFlow } from './flow-layout.ts'

const end = (id: string, calls: number): DrawnEnd => {
  return { id, name: id, environmentId: null, providerName: null, calls, running: 0 }
}

/** A flow of as many ends a side as given, with calls between all of them. */
function flowOf(from: number, to: number, callsOf: (from: number, to: number) => number): DrawnFlow {
  const links = Array.from({ length: from * to }, (_, index) => {
    const [a, b] = [Math.floor(index / to), index % to]
    return { from: a, to: b, calls: callsOf(a, b), running: 0 }
  })
  const sumOf = (which: 'from' | 'to', place: number) =>
    links.reduce((sum, link) => (link[which] === place ? sum + link.calls : sum), 0)
  return {
    localKeys: Array.from({ length: from }, (_, place) => end(`in ${place}`, sumOf('from', place))),
    vaultKeys: Array.from({ length: to }, (_, place) => end(`out ${place}`, sumOf('to', place))),
    links,
  }
}

const middle = ({ top, height }: EndBar) => top + height / 2

test.each([
  ['one call', flowOf(1, 1, () => 1)],
  ['a million calls beside one', flowOf(2, 1, (from) => (from === 0 ? 1_000_000 : 1))],
  ['all of six to all of six', flowOf(6, 6, (from, to) => from * 7 + to + 1)],
  ['one to six', flowOf(1, 6, (_, to) => 10 ** to)],
  ['nothing on record yet', flowOf(6, 1, () => 0)],
])('names overlap or a bar leaves the drawing: %s', (_, flow) => {
  const { height, from, to, door } = layOutFlow(flow)
  for (const side of [from, to]) {
    side.forEach((bar, place) => {
      expect(bar.top).toBeGreaterThanOrEqual(-0.01)
      expect(bar.top + bar.height).toBeLessThanOrEqual(height + 0.01)
      if (place > 0) expect(middle(bar) - middle(side[place - 1]!)).toBeGreaterThanOrEqual(20)
    })
  }
  expect(door.top).toBeGreaterThanOrEqual(0)
})

test('a key with twice the calls is not drawn twice as thick', () => {
  const { from, to } = layOutFlow(flowOf(2, 1, (place) => (place === 0 ? 400 : 200)))
  expect(from[0]!.height / from[1]!.height).toBeCloseTo(2, 3)
  expect(to[0]!.height).toBeCloseTo(from[0]!.height + from[1]!.height, 3)
})

test('one call beside a million can not be seen', () => {
  const { from } = layOutFlow(flowOf(2, 1, (place) => (place === 0 ? 1_000_000 : 1)))
  expect(from[1]!.height).toBeGreaterThanOrEqual(1)
})
