import { Check, Copy } from 'lucide-react'
import { memo, useEffect, useMemo, useState } from 'react'
import { playground } from '../../../strings/en/playground.ts'
import { Button } from '../../../ui/button.tsx'
import { useCopied } from '../../../ui/use-copied.ts'
import { codeParts, countLines, LINES_A_PART } from './code-parts.ts'
import type { HighlightedLine } from './highlight.ts'
import { useMarkdownContext } from './markdown-context.ts'
import { maskKeys } from './mask-keys.ts'

const words = playground.markdown
const FOLD_OVER = 40
const FOLDED_LINES = 24

export interface CodeBlockProps {
  language: string
  parts: readonly string[]
  tail: string
  isOpen?: boolean
  wasOpen?: boolean
}

/** A fence. Its colours come once it is closed; a long one that did not stream before the person's eyes is folded. */
export function CodeBlock({ language, parts: closed, tail, isOpen = false, wasOpen = false }: CodeBlockProps) {
  const [isUnfolded, setIsUnfolded] = useState(wasOpen)
  const { isCopied, copy } = useCopied()
  const parts = useMemo(() => codeParts(closed, tail), [closed, tail])
  const coloured = useHighlighted(language, parts, isOpen)
  const count = isOpen ? 0 : countLines(parts)
  const isFolded = !isUnfolded && count > FOLD_OVER
  return (
    <div className="codebox">
      <div className="codebox__bar">
        <span className="trunc">{language === '' ? words.code : language}</span>
        <span className="head__end">
          <Button
            variant="ghost"
            size="small"
            icon={isCopied ? <Check className="i i--14" /> : <Copy className="i i--14" />}
            onClick={() => copy(parts.join(''))}
          >
            {isCopied ? words.copied : words.copy}
          </Button>
        </span>
      </div>
      <pre className="code md__code" aria-label={words.codeIn(language)}>
        <code>
          {(isFolded ? parts.slice(0, 1) : parts).map((part, index) => (
            <CodePart key={index} text={part} lines={coloured[index]} limit={isFolded ? FOLDED_LINES : LINES_A_PART} />
          ))}
        </code>
      </pre>
      {!isOpen && count > FOLD_OVER ? (
        <button type="button" className="md__fold" onClick={() => setIsUnfolded((unfolded) => !unfolded)}>
          {isFolded ? words.unfold(count) : words.fold}
        </button>
      ) : null}
    </div>
  )
}

interface CodePartProps {
  text: string
  lines: readonly HighlightedLine[] | undefined
  limit: number
}

const CodePart = memo(function CodePart({ text, lines, limit }: CodePartProps) {
  const { keys } = useMarkdownContext()
  if (!lines) {
    const shown = limit < LINES_A_PART ? `${text.split('\n', limit).join('\n')}\n` : text
    return <span className="md__code-part">{maskKeys(shown, keys)}</span>
  }
  return (
    <span className="md__code-part">
      {lines.slice(0, limit).map((line, number) => (
        <ColouredLine key={number} line={line} />
      ))}
    </span>
  )
})

const ColouredLine = memo(function ColouredLine({ line }: { line: HighlightedLine }) {
  return (
    <>
      {line.map((token, index) =>
        token.kind ? (
          <span key={index} className={`tok-${token.kind}`}>
            {token.text}
          </span>
        ) : (
          token.text
        ),
      )}
      {'\n'}
    </>
  )
})

const none: readonly (readonly HighlightedLine[])[] = []

/** The parts that have their colours so far: none while the fence is open, or for a language that is not known. */
function useHighlighted(language: string, parts: readonly string[], isOpen: boolean) {
  const { keys } = useMarkdownContext()
  const [coloured, setColoured] = useState(none)
  useEffect(() => {
    if (isOpen || language === '') return
    const abort = new AbortController()
    const start = async () => {
      const { highlight } = await import('./highlight.ts')
      const masked = parts.map((part) => maskKeys(part, keys))
      await highlight(masked, language, abort.signal, (lines) => setColoured((before) => [...before, lines]))
    }
    // Code without colours is still code: a grammar that can't be had leaves it as it is.
    start().catch(() => setColoured(none))
    return () => {
      abort.abort()
      setColoured(none)
    }
  }, [language, parts, isOpen, keys])
  return coloured
}
