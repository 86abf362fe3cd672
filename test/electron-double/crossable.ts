/**
 * Whether a value can cross to the page as Electron would carry it. The double's wire is JSON: other values that Electron
 * clones (dates, maps, buffers) are refused by name instead of arriving changed.
 */
export function checkCrossable(value: unknown): void {
  try {
    structuredClone(value)
  } catch {
    throw new Error('An object could not be cloned.')
  }
  if (!isPlain(value)) throw new Error('electron double: only text and plain JSON values cross to the page')
}

function isPlain(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isPlain)
  if (typeof value !== 'object') return false
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain)
}
