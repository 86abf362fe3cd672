import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rectangle } from 'electron'
import { writeWhole } from '../core/storage/write-whole.ts'

/** Where the window was, in the units of the displays. */
export interface WindowState extends Rectangle {
  isMaximized: boolean
}

export const smallestWindow = { width: 900, height: 640 }
const firstWindow = { width: 1280, height: 840 }
/** So much of the title bar must lie on a display that a person can grab it. */
const graspable = { width: 120, height: 40 }

/** The kept window, if it still fits the displays; else one in the middle of the first. A damaged file is no reason to stop. */
export function readWindowState(folder: string, workAreas: readonly Rectangle[]): WindowState {
  const kept = parseState(readText(join(folder, 'window-state.json')))
  const home = kept && workAreas.find((area) => isGraspable(kept, area))
  if (kept && home) return { ...kept, ...sizeWithin(kept, home) }
  const [area = { x: 0, y: 0, ...firstWindow }] = workAreas
  const size = sizeWithin(firstWindow, area)
  const x = Math.max(area.x, area.x + Math.round((area.width - size.width) / 2))
  const y = Math.max(area.y, area.y + Math.round((area.height - size.height) / 2))
  return { ...size, x, y, isMaximized: false }
}

/** Remembers the window for the next start. */
export function writeWindowState(folder: string, state: WindowState): void {
  writeWhole(join(folder, 'window-state.json'), JSON.stringify(state))
}

function sizeWithin(size: { width: number; height: number }, area: Rectangle) {
  return {
    width: Math.max(smallestWindow.width, Math.min(size.width, area.width)),
    height: Math.max(smallestWindow.height, Math.min(size.height, area.height)),
  }
}

function isGraspable(window: Rectangle, area: Rectangle): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const isBarInside = window.y >= area.y && window.y + graspable.height <= area.y + area.height
  return width >= graspable.width && isBarInside
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function parseState(text: string | undefined): WindowState | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    if (typeof value !== 'object' || value === null) return undefined
    const { x, y, width, height, isMaximized } = value as Record<string, unknown>
    if (!isPixels(x) || !isPixels(y) || !isPixels(width) || !isPixels(height)) return undefined
    return { x, y, width, height, isMaximized: isMaximized === true }
  } catch {
    return undefined
  }
}

function isPixels(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) < 100_000
}
