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

/** What a model is called, and what it is called without its vendor's names: `openai/o3` is `o3` of OpenAI. */
export function namesOf(model: string): string[] {
  const names = [model]
  for (let slash = model.indexOf('/'); slash >= 0; slash = model.indexOf('/', slash + 1)) {
    if (slash + 1 < model.length) names.push(model.slice(slash + 1))
  }
  return names
}

/**
 * The rule that decides about a model: the first that matches one of its names. `ID:online` is the model `ID` in another
 * way: where no rule speaks of it, the model's own rule decides. A rule for `*` speaks of no model, and ends the list.
 */
export function decidingRule<Rule extends { readonly pattern: string }>(
  rules: readonly Rule[],
  model: string,
): Rule | undefined {
  const last = rules.findIndex(({ pattern }) => pattern === '*')
  const speaking = (names: readonly string[]) =>
    rules
      .slice(0, last < 0 ? rules.length : last)
      .find(({ pattern }) => names.some((name) => matchesPattern(pattern, name)))
  const colon = model.lastIndexOf(':')
  const found = speaking(namesOf(model))
  if (found) return found
  return (colon > 0 ? speaking(namesOf(model.slice(0, colon))) : undefined) ?? rules[last]
}
