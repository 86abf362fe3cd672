import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Bench, line } from './bench.ts'

const page = join(import.meta.dirname, '..', 'dist', 'renderer')

/** The script that the first page needs: the entry and everything it imports statically, gzip. */
export const bench: Bench = {
  name: 'script-size',
  async run() {
    const html = readFileSync(join(page, 'index.html'), 'utf8')
    const entries = [...html.matchAll(/(?:src|href)="\.?\/?([^"]+\.js)"/g)].map((match) => match[1]!)
    const seen = new Set<string>()
    const visit = (file: string) => {
      if (seen.has(file)) return
      seen.add(file)
      for (const imported of staticImports(readFileSync(join(page, file), 'utf8'))) visit(join(file, '..', imported))
    }
    for (const entry of entries) visit(entry)
    const bytes = [...seen].reduce((sum, file) => sum + gzipSync(readFileSync(join(page, file))).length, 0)
    return [line('first page, script, gzip', bytes / 1_000, 'kB', { atMost: 250 })]
  },
}

/** Files that a built module imports at once: `import … from "./x.js"`, not `import("./x.js")`. */
function staticImports(code: string): string[] {
  return [...code.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g)].map((match) => match[1]!)
}
