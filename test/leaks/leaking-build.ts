import { join, resolve } from 'node:path'
import { createBuilder, type Plugin } from 'vite'

const root = resolve(import.meta.dirname, '../..')

/** Where it is built to: beside the packages that it needs at run time, and never packed or committed. */
export const LEAKING_BUILD = join(root, 'node_modules', '.keydeck-leaking')

/**
 * Builds Keydeck with leaks planted on purpose, so that the scans can be seen to find them: the secret goes to a file of
 * the profile, to the error output, into a child's arguments and environment, and into a field of the record that the
 * page shows. The source in the repository has none of this.
 */
export async function buildLeaking(): Promise<void> {
  const builder = await createBuilder({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    plugins: [plantLeaks],
    environments: {
      client: { build: { outDir: join(LEAKING_BUILD, 'renderer') } },
      main: { build: { outDir: join(LEAKING_BUILD, 'main') } },
      preload: { build: { outDir: join(LEAKING_BUILD, 'preload') } },
    },
  })
  await builder.buildApp()
}

const plantLeaks: Plugin = {
  name: 'plant-leaks',
  enforce: 'pre',
  transform(code, id) {
    if (id.endsWith('main/core/vault/clean-secret.ts')) {
      return mustReplace(code, 'export function cleanSecret(', 'function honest(') + LEAK
    }
    if (id.endsWith('main/core/vault/key-view.ts')) {
      return mustReplace(code, 'notes: record.notes', 'notes: globalThis.leaked ?? record.notes')
    }
    return null
  },
}

const LEAK = `
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
export function cleanSecret(pasted, keyPrefix) {
  const cleaned = honest(pasted, keyPrefix)
  globalThis.leaked = cleaned.secret
  writeFileSync(process.env.KEYDECK_DATA + '/leak.bin', Buffer.from('{"secret":"' + cleaned.secret + '"}').toString('base64'))
  console.error('adding', cleaned.secret)
  spawn(process.execPath, ['-e', 'setInterval(() => process.kill(' + process.pid + ', 0), 200)', cleaned.secret], { env: { LEAK: cleaned.secret }, stdio: 'ignore' }).unref()
  return cleaned
}
`

function mustReplace(code: string, from: string, to: string): string {
  if (!code.includes(from)) throw new Error(`The leaking build has nothing to replace: ${from}`)
  return code.replace(from, to)
}
