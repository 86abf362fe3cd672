import { memo, useMemo } from 'react'
import type { Block } from './block.ts'
import { type Split, splitBlocks } from './block-splitter.ts'
import { MarkdownBlock } from './markdown-block.tsx'

/** A finished text. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const split = useMemo(() => splitBlocks(text), [text])
  return <SplitMarkdown split={split} />
})

/** A text in blocks, finished or growing: what didn't change isn't drawn again. */
export function SplitMarkdown({ split }: { split: Split }) {
  return (
    <div className="md">
      {split.map((group, index) => (
        <BlockGroup key={index} blocks={group} />
      ))}
    </div>
  )
}

const BlockGroup = memo(
  function BlockGroup({ blocks }: { blocks: readonly Block[] }) {
    return (
      <div className="md__group">
        {blocks.map((block) => (
          <MarkdownBlock key={block.id} block={block} />
        ))}
      </div>
    )
  },
  ({ blocks: before }, { blocks: after }) =>
    before.length === after.length && before[0] === after[0] && before.at(-1) === after.at(-1),
)
