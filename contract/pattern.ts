/**
 * Whether a model's id matches a pattern of a tier or a price: `*` stands for any characters, and case is ignored. Goes
 * back to the last star only, so that no pattern takes exponential time.
 */
export function matchesPattern(pattern: string, model: string): boolean {
  const wanted = pattern.toLowerCase()
  const text = model.toLowerCase()
  let at = 0
  let inPattern = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    if (wanted[inPattern] === '*') {
      star = inPattern++
      resume = at
    } else if (wanted[inPattern] === text[at]) {
      inPattern++
      at++
    } else if (star >= 0) {
      inPattern = star + 1
      at = ++resume
    } else return false
  }
  while (wanted[inPattern] === '*') inPattern++
  return inPattern === wanted.length
}
