import { median } from '../bench.ts'
import { questionBytes, type RawAnswer, RawConnection, type Target } from './raw-client.ts'

/** Does `work` for each way in turn, so many times over: what else the machine does falls on all of them alike. */
export async function interleaved<Result>(
  targets: readonly Target[],
  rounds: number,
  work: (target: Target) => Promise<Result>,
): Promise<Map<string, Result[]>> {
  const results = new Map<string, Result[]>(targets.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    // A way that always comes first would always find the machine in the same state.
    const order = targets.map((_, index) => targets[(index + round) % targets.length]!)
    for (const target of order) results.get(target.name)?.push(await work(target))
  }
  return results
}

/** One question after another on one connection. */
export async function oneByOne(target: Target, body: object, count: number): Promise<RawAnswer[]> {
  const connection = await RawConnection.open(target.port)
  const question = questionBytes(target, body)
  const answers: RawAnswer[] = []
  try {
    for (let index = 0; index < count; index += 1) answers.push(checked(target, await connection.ask(question)))
  } finally {
    connection.close()
  }
  return answers
}

/** Answers a second on so many connections at once, over so many milliseconds. */
export async function callsPerSecond(
  target: Target,
  body: object,
  load: { connections: number; ms: number },
): Promise<number> {
  const question = questionBytes(target, body)
  const connections = await openAll(target, load.connections)
  const started = performance.now()
  let answered = 0
  const asker = async (connection: RawConnection) => {
    while (performance.now() - started < load.ms) {
      checked(target, await connection.ask(question))
      answered += 1
    }
  }
  await Promise.all(connections.map(asker))
  const seconds = (performance.now() - started) / 1_000
  for (const connection of connections) connection.close()
  return answered / seconds
}

/** What so many streams at once come to. */
export interface ManyStreams {
  eventsPerSecond: number
  /** Milliseconds to the first event of each. */
  firstMs: number[]
}

/** Starts so many streams at once, each on a connection of its own. */
export async function manyStreams(target: Target, body: object, count: number): Promise<ManyStreams> {
  const question = questionBytes(target, body)
  const connections = await openAll(target, count)
  const started = performance.now()
  const answers = await Promise.all(
    connections.map(async (connection) => checked(target, await connection.ask(question))),
  )
  const seconds = (performance.now() - started) / 1_000
  for (const connection of connections) connection.close()
  const events = answers.reduce((sum, { relays }) => sum + relays.length, 0)
  return { eventsPerSecond: events / seconds, firstMs: answers.map(({ firstMs }) => firstMs) }
}

/** The median of each round's own median: a round that was disturbed counts once. */
export const medianOfMedians = (rounds: readonly (readonly number[])[]) => median(rounds.map((round) => median(round)))

function openAll(target: Target, count: number): Promise<RawConnection[]> {
  return Promise.all(Array.from({ length: count }, () => RawConnection.open(target.port)))
}

function checked(target: Target, answer: RawAnswer): RawAnswer {
  if (answer.status === 200) return answer
  throw new Error(`${target.name} answered ${answer.status}: ${answer.body.toString('utf8', 0, 300)}`)
}
