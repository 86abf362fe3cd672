import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumArgs, findChromium } from './test/find-tools.ts'

const chromium = findChromium()

const nodeTests = ['contract', 'main', 'test', 'scripts', 'bench'].map((folder) => `${folder}/**/*.test.ts`)
const notUnit = ['test/e2e/**', 'node_modules/**']
/** What changes the process that it runs in, or looks into its whole heap. */
const changesItsProcess =
  /\bvi\.(mock|doMock|spyOn|stubEnv|stubGlobal|useFakeTimers)|process\.(chdir|umask)|process\.env\S* (\?\?)?= |writeHeapSnapshot|setFlagsFromString|heapSearch/
const alone = globSync(nodeTests, { exclude: notUnit }).filter((file) =>
  changesItsProcess.test(readFileSync(file, 'utf8')),
)

/** As the end-to-end specs, and likewise named: a browser on a busy machine stumbles now and then, and gnome-keyring crashes. */
const retry = 1

const inNode = {
  // The real package would try to download its runtime when a test imports the shell.
  resolve: { alias: { electron: resolve(import.meta.dirname, 'test/electron-double/module.ts') } },
  test: {
    environment: 'node',
    globalSetup: 'test/global-setup.ts',
    retry,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
} as const

/** `core` and `core-alone` run in Node beside the source; `renderer` runs in a real Chromium when one is found. */
export default defineConfig({
  test: {
    // By default one processor is left idle; most of these tests wait for a process or a disk.
    maxWorkers: availableParallelism(),
    projects: [
      // To start a process for each file costs more than most of the files do.
      {
        ...inNode,
        test: { ...inNode.test, name: 'core', include: nodeTests, exclude: [...notUnit, ...alone], isolate: false },
      },
      { ...inNode, test: { ...inNode.test, name: 'core-alone', include: alone } },
      ...(chromium
        ? [
            {
              plugins: [react(), tailwindcss()],
              // Every dependency is found before the first test: one found later would reload the page under it.
              optimizeDeps: { entries: ['renderer/**/*.ts', 'renderer/**/*.tsx'] },
              test: {
                name: 'renderer',
                include: ['renderer/**/*.test.tsx', 'renderer/**/*.test.ts'],
                retry,
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  provider: playwright({ launchOptions: { executablePath: chromium, args: chromiumArgs } }),
                  instances: [{ browser: 'chromium' as const }],
                },
              },
            },
          ]
        : []),
    ],
  },
})
