import { memo, useEffect, useMemo, useRef, useState } from 'react'
import type { Block } from './block.ts'
import { type Split, splitBlocks } from './block-splitter.ts'
import { MarkdownBlock } from './markdown-block.tsx'

/** A finished text; its blocks where they are known already. */
export const Markdown = memo(function Markdown({ text, split }: { text: string; split?: Split | undefined }) {
  const own = useMemo(() => split ?? splitBlocks(text), [text, split])
  return <SplitMarkdown split={own} />
})

/** So many groups are drawn at once; those after them when they come near, and the last ones because they grow. */
const EAGER_FIRST = 4
const EAGER_LAST = 2
const NEAR = '1200px'

/** A text in blocks, finished or growing: what didn't change isn't drawn again, and what is far off not yet. */
export function SplitMarkdown({ split }: { split: Split }) {
  return (
    <div className="md">
      {split.map((group, index) => (
        <BlockGroup key={index} blocks={group} isEager={index < EAGER_FIRST || index >= split.length - EAGER_LAST} />
      ))}
    </div>
  )
}

interface BlockGroupProps {
  blocks: readonly Block[]
  isEager: boolean
}

const BlockGroup = memo(function BlockGroup({ blocks, isEager }: BlockGroupProps) {
  const [wasNear, setWasNear] = useState(isEager)
  const element = useRef<HTMLDivElement>(null)
  const isDrawn = wasNear || isEager
  useEffect(() => {
    const group = element.current
    if (isDrawn || !group) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setWasNear(true)
      },
      { rootMargin: NEAR, scrollMargin: NEAR },
    )
    observer.observe(group)
    return () => observer.disconnect()
  }, [isDrawn])
  if (!isDrawn) return <div ref={element} className="md__group" style={{ height: estimatedHeight(blocks) }} />
  return (
    <div ref={element} className="md__group">
      {blocks.map((block) => (
        <MarkdownBlock key={block.id} block={block} />
      ))}
    </div>
  )
}, isSameGroup)

function isSameGroup(before: BlockGroupProps, after: BlockGroupProps): boolean {
  const [one, other] = [before.blocks, after.blocks]
  return (
    before.isEager === after.isEager &&
    one.length === other.length &&
    one[0] === other[0] &&
    one.at(-1) === other.at(-1)
  )
}

function estimatedHeight(blocks: readonly Block[]): number {
  let height = 0
  for (const block of blocks) {
    const text = block.kind === 'code' ? block.parts.join('') + block.tail : block.source
    height += block.kind === 'code' ? 60 + text.split('\n').length * 18 : 8 + Math.ceil(text.length / 95) * 20
  }
  return height
}
