/** A whole number that was typed: null where nothing was, undefined where it is none or out of bounds. */
export function readWholeNumber(typed: string, bounds: { min: number; max: number }): number | null | undefined {
  const text = typed.trim().replace(/[\s,_](?=\d{3}\b)/g, '')
  if (text === '') return null
  if (!/^\d{1,15}$/.test(text)) return undefined
  const value = Number(text)
  return value >= bounds.min && value <= bounds.max ? value : undefined
}
