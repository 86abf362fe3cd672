/**
 * `npm run soak [-- CALLS]`: 64 clients ask a gateway with a faulty provider 100,000 times, while local keys come and go.
 * Prints what it came to; anything lost, leaked or let through makes it fail.
 */
import { soak } from '../test/gateway/soak/soak.ts'

const calls = Number(process.argv[2] ?? 100_000)
const report = await soak({ clients: 64, calls, every: 250 })
console.log(JSON.stringify(report, null, 2))
const [filesBefore, filesAfter] = report.openFiles
const [heapBefore, heapAfter] = report.heapMb
if (filesAfter > filesBefore + 80) report.faults.push(`open files grew from ${filesBefore} to ${filesAfter}`)
if (heapAfter > heapBefore + 60) report.faults.push(`the heap grew from ${heapBefore} MB to ${heapAfter} MB`)
process.exit(report.faults.length > 0 ? 1 : 0)
