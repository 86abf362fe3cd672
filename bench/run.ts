/** `npm run bench [-- NAME…] [--json]`: measures the named parts, or all; with `--json`, one object a line. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from './bench.ts'

const asJson = process.argv.includes('--json')
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.bench.ts'))
const benches: Bench[] = []
for (const file of files.toSorted()) {
  const module: { bench: Bench } = await import(join(import.meta.dirname, file))
  benches.push(module.bench)
}

const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name))
if (unknown.length > 0) {
  console.error(
    `No bench is called ${unknown.join(', ')}. There are: ${benches.map((bench) => bench.name).join(', ')}.`,
  )
  process.exit(2)
}

let missed = 0
for (const bench of benches) {
  if (wanted.length > 0 && !wanted.includes(bench.name)) continue
  for (const line of await bench.run()) {
    if (line.ok === false) missed += 1
    if (asJson) console.log(JSON.stringify(line))
    else {
      const verdict = line.ok === null ? '' : line.ok ? `ok (${line.bound})` : `MISSED (${line.bound})`
      console.log(
        `${line.name.padEnd(56)} ${String(line.value ?? '–').padStart(12)} ${line.unit.padEnd(10)} ${verdict}`,
      )
    }
  }
}
process.exit(missed > 0 ? 1 : 0)
