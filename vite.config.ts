import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Rolldown } from 'vite'

const root = import.meta.dirname
const firstPage = resolve(root, 'renderer/features/keys/page.tsx')
/** Not the grammars and the charts, which are large and rarely wanted. */
const ofParts = /[/\\](renderer|@base-ui|@floating-ui|@tanstack|lucide-react)[/\\]/
const native = ['electron', 'better-sqlite3', '@napi-rs/keyring']

/** One config, three bundles: the page, the main process (with its hosts and workers), and the preload. */
export default defineConfig({
  root: resolve(root, 'renderer'),
  base: './',
  plugins: [react(), tailwindcss(), noCircles()],
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'main', 'preload']) {
        const environment = builder.environments[name]
        if (environment) await builder.build(environment)
      }
    },
  },
  environments: {
    client: {
      build: {
        outDir: resolve(root, 'dist/renderer'),
        emptyOutDir: true,
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        rolldownOptions: {
          input: resolve(root, 'renderer/index.html'),
          output: {
            chunkFileNames: ({ name }) => `assets/${name.startsWith('shared~') ? 'shared' : '[name]'}-[hash].js`,
            codeSplitting: {
              groups: [
                // What every page starts with is one file: in thirty, the same script is a tenth larger on the wire.
                { name: 'frame', tags: ['$initial'], priority: 2 },
                {
                  name: (id, graph) => (needs(firstPage, id, graph) ? 'keys' : null),
                  debugName: 'keys',
                  priority: 1,
                },
                // What the same parts share is one file. Merging the small ones further (`entriesAwareMergeThreshold`) makes
                // files that import each other, of which the one that comes first runs before its words are there.
                {
                  name: 'shared',
                  test: ofParts,
                  minShareCount: 2,
                  entriesAware: true,
                },
              ],
            },
          },
        },
      },
    },
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external: native },
      build: {
        outDir: resolve(root, 'dist/main'),
        emptyOutDir: true,
        copyPublicDir: false,
        target: 'node24',
        minify: false,
        rolldownOptions: {
          platform: 'node',
          input: {
            electron: resolve(root, 'main/electron/index.ts'),
            headless: resolve(root, 'main/headless/index.ts'),
            'backup-worker': resolve(root, 'main/core/storage/backup-worker.ts'),
            'keychain-worker': resolve(root, 'main/core/vault/secret-store/keychain-worker.ts'),
          },
          external: [...native, /^node:/],
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        outDir: resolve(root, 'dist/preload'),
        emptyOutDir: true,
        copyPublicDir: false,
        target: 'chrome140',
        minify: false,
        rolldownOptions: {
          platform: 'browser',
          input: { index: resolve(root, 'main/preload/index.ts') },
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
  },
})

/** Whether one module can't come without the other, which it imports at once or through others. */
function needs(
  by: string,
  id: string,
  graph: Pick<Rolldown.ChunkingContext, 'getModuleInfo'>,
  seen = new Set<string>(),
): boolean {
  if (id === by) return true
  seen.add(id)
  const importers = graph.getModuleInfo(id)?.importers ?? []
  return importers.some((importer) => !seen.has(importer) && needs(by, importer, graph, seen))
}

/** Fails a build in which files import each other in a circle: which of them runs first would depend on the person's clicks. */
function noCircles(): Rolldown.Plugin {
  return {
    name: 'no-circles',
    generateBundle(_, bundle) {
      const importsOf = (file: string) => {
        const found = bundle[file]
        return found?.type === 'chunk' ? found.imports : []
      }
      for (const start of Object.keys(bundle)) {
        const reached = new Set(importsOf(start))
        for (const file of reached) for (const next of importsOf(file)) reached.add(next)
        if (reached.has(start)) this.error(`${start} imports itself through other files.`)
      }
    },
  }
}
