import { memo } from 'react'
import type { Block } from './block.ts'
import { BlockTokens } from './block-tokens.tsx'
import { CodeBlock } from './code-block.tsx'
import { useMarkdownContext } from './markdown-context.ts'
import { maskKeys } from './mask-keys.ts'
import { closeOpenMarks, parseBlock } from './parse-block.ts'

/** One block. A closed one is the same object for ever, so it is drawn once. */
export const MarkdownBlock = memo(function MarkdownBlock({ block }: { block: Block }) {
  if (block.kind === 'code') {
    return (
      <CodeBlock
        language={block.language}
        parts={block.parts}
        tail={block.tail}
        isOpen={block.isOpen}
        wasOpen={block.wasOpen}
      />
    )
  }
  return <TextBlock source={block.source} isOpen={block.isOpen} isPlain={block.kind === 'plain'} />
})

function TextBlock({ source, isOpen, isPlain }: { source: string; isOpen: boolean; isPlain: boolean }) {
  const { keys } = useMarkdownContext()
  const masked = maskKeys(source, keys)
  const tokens = isPlain ? null : parseBlock(isOpen ? closeOpenMarks(masked) : masked)
  if (!tokens) return <p className="md__raw">{masked}</p>
  return <BlockTokens tokens={tokens} />
}
