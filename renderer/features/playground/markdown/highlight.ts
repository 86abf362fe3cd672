import { createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { findGrammar } from './grammars.ts'

/** What a piece of code is; `styles` gives each a colour. */
export type TokenKind = 'keyword' | 'string' | 'number' | 'function' | 'comment' | 'property'
export type HighlightedLine = readonly { text: string; kind: TokenKind | null }[]

const MOST_CHARACTERS = 60_000
const LONGEST_LINE = 2_000
const PATTERN_NAMES = new Set(['match', 'begin', 'end', 'while'])

/** The theme's colours are names: the page maps a kind to the colour of light or dark. */
const KINDS: Record<string, TokenKind> = {
  '#000001': 'keyword',
  '#000002': 'string',
  '#000003': 'number',
  '#000004': 'function',
  '#000005': 'comment',
  '#000006': 'property',
}
const theme = {
  name: 'keydeck',
  type: 'light' as const,
  fg: '#000000',
  bg: '#ffffff',
  settings: [
    {
      scope: ['keyword', 'storage', 'entity.name.tag', 'punctuation.definition.tag'],
      settings: { foreground: '#000001' },
    },
    { scope: ['keyword.operator'], settings: { foreground: '#000000' } },
    { scope: ['string', 'markup.inline.raw', 'markup.inserted'], settings: { foreground: '#000002' } },
    { scope: ['constant', 'constant.numeric', 'constant.language'], settings: { foreground: '#000003' } },
    { scope: ['entity.name.function', 'support.function', 'entity.name.type'], settings: { foreground: '#000004' } },
    { scope: ['comment', 'markup.deleted'], settings: { foreground: '#000005' } },
    {
      scope: ['support.type.property-name', 'meta.object-literal.key', 'entity.other.attribute-name', 'support.type'],
      settings: { foreground: '#000006' },
    },
  ],
}

const cache = new Map<string, RegExp | Error>()
const engine = createJavaScriptRegexEngine({ forgiving: true, cache })
let highlighter: Promise<HighlighterCore> | null = null

/**
 * Colours code part by part in the time that the page has left over, and hands each part over as it is done. Does
 * nothing for a language without a grammar, and for more code than anyone reads.
 */
export async function highlight(
  parts: readonly string[],
  language: string,
  signal: AbortSignal,
  onPart: (lines: readonly HighlightedLine[]) => void,
): Promise<void> {
  const grammar = findGrammar(language)
  if (!grammar || parts.reduce((sum, part) => sum + part.length, 0) > MOST_CHARACTERS) return
  highlighter ??= createHighlighterCore({ themes: [theme], engine })
  const core = await highlighter
  const { default: registrations } = await grammar.load()
  await warm(registrations)
  if (signal.aborted) return
  await core.loadLanguage(registrations)
  let state: ReturnType<typeof core.getLastGrammarState> | undefined
  for (const part of parts) {
    const lines: HighlightedLine[] = []
    const source = part.endsWith('\n') ? part.slice(0, -1).split('\n') : part.split('\n')
    for (const line of source) {
      await spareTime()
      if (signal.aborted) return
      const tokens = core.codeToTokensBase(line, {
        lang: grammar.name,
        theme: theme.name,
        tokenizeMaxLineLength: LONGEST_LINE,
        ...(state ? { grammarState: state } : {}),
      })
      state = core.getLastGrammarState(tokens)
      lines.push((tokens[0] ?? []).map((token) => ({ text: token.content, kind: kindOf(token.color) })))
    }
    onPart(lines)
  }
}

/**
 * Makes the expressions of a grammar, one after another in spare time. The first line would else make hundreds of them
 * at once, and hold the page for a tenth of a second.
 */
async function warm(registrations: readonly object[]): Promise<void> {
  for (const pattern of new Set(registrations.flatMap((registration) => patternsIn(registration)))) {
    if (cache.has(pattern)) continue
    await spareTime()
    engine.createScanner([pattern]).findNextMatchSync('', 0, 0)
  }
}

function patternsIn(rule: unknown): string[] {
  if (Array.isArray(rule)) return rule.flatMap((one) => patternsIn(one))
  if (typeof rule !== 'object' || rule === null) return []
  return Object.entries(rule).flatMap(([name, value]) =>
    typeof value === 'string' ? (PATTERN_NAMES.has(name) ? [value] : []) : patternsIn(value),
  )
}

function kindOf(colour: string | undefined): TokenKind | null {
  return colour === undefined ? null : (KINDS[colour.toLowerCase()] ?? null)
}

let deadline = 0

/** Resolves at once while this frame has time left, else when the page is idle. */
async function spareTime(): Promise<void> {
  if (performance.now() < deadline) return
  const idle = await new Promise<IdleDeadline>((resolve) => requestIdleCallback(resolve, { timeout: 500 }))
  deadline = performance.now() + Math.min(8, Math.max(4, idle.timeRemaining()))
}
