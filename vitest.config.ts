import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumArgs, findChromium } from './test/find-tools.ts'

const chromium = findChromium()

/** `core` runs in Node beside the source; `renderer` runs in a real Chromium when one is found. */
export default defineConfig({
  test: {
    // By default one processor is left idle; most of these tests wait for a process or a disk.
    maxWorkers: availableParallelism(),
    projects: [
      {
        // The real package would try to download its runtime when a test imports the shell.
        resolve: { alias: { electron: resolve(import.meta.dirname, 'test/electron-double/module.ts') } },
        test: {
          name: 'core',
          include: [
            'contract/**/*.test.ts',
            'main/**/*.test.ts',
            'test/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
          exclude: ['test/e2e/**', 'node_modules/**'],
          environment: 'node',
          globalSetup: 'test/global-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      ...(chromium
        ? [
            {
              plugins: [react(), tailwindcss()],
              // Every dependency is found before the first test: one found later would reload the page under it.
              optimizeDeps: { entries: ['renderer/**/*.ts', 'renderer/**/*.tsx'] },
              test: {
                name: 'renderer',
                include: ['renderer/**/*.test.tsx', 'renderer/**/*.test.ts'],
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
