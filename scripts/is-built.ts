import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sources = ['contract', 'main', 'renderer', 'package.json', 'package-lock.json', 'vite.config.ts']
const bundles = ['dist/main/electron.js', 'dist/main/headless.js', 'dist/preload/index.cjs', 'dist/renderer/index.html']
const notBuilt = /\.test\.tsx?$|\.md$/

/** Whether every bundle is there and younger than every source. */
export function isBuilt(root: string): boolean {
  const built = Math.min(...bundles.map((path) => modified(join(root, path)) ?? Number.NEGATIVE_INFINITY))
  return Number.isFinite(built) && sources.every((path) => newest(join(root, path)) <= built)
}

function newest(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return Number.NEGATIVE_INFINITY
  if (!stats.isDirectory()) return notBuilt.test(path) ? Number.NEGATIVE_INFINITY : stats.mtimeMs
  const inside = readdirSync(path).map((name) => newest(join(path, name)))
  // A removed file changes its folder's time only.
  return Math.max(stats.mtimeMs, ...inside)
}

function modified(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}
