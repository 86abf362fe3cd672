/** `npm run check`: format, lint with types, types, dead code, architecture. The first that fails ends it. */
import { mustRun } from './run-step.ts'

mustRun('biome', ['ci', '--error-on-warnings', '.'])
mustRun('oxlint', ['--type-aware', '--deny-warnings', '.'])
for (const part of ['main', 'preload', 'renderer', 'test']) mustRun('tsc', ['-p', `tsconfig.${part}.json`])
mustRun('knip', [])
mustRun('vitest', ['run', '--project', 'core', 'test/architecture.test.ts'])
