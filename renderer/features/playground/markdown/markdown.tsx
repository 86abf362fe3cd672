import { memo, useEffect, useMemo, useRef, useState } from 'react'
import type { Block } from './block.ts'
import { type Split, splitBlocks } from './block-splitter.ts'
import { MarkdownBlock } from './markdown-block.tsx'

/** A finished text; its blocks where they are known already. */
export const Markdown = memo(function Markdown({ text, split }: { text: string; split?: Split | undefined }) {
  const own = useMemo(() => split ?? splitBlocks(text), [text, split])
  return <SplitMarkdown split={own} />
})

/** The last groups are always drawn, because they grow; the others while they are near what is in sight. */
const EAGER_LAST = 2
const NEAR = '2000px'

/** A text in blocks, finished or growing: what didn't change isn't drawn again, and what is far off not yet. */
export function SplitMarkdown({ split }: { split: Split }) {
  return (
    <div className="md">
      {split.map((group, index) => (
        <BlockGroup key={index} blocks={group} isEager={index >= split.length - EAGER_LAST} />
      ))}
    </div>
  )
}

interface BlockGroupProps {
  blocks: readonly Block[]
  isEager: boolean
}

/** How tall groups were, by their first block: a long answer that comes back is as long as it was. */
const heights = new WeakMap<Block, number>()

const BlockGroup = memo(function BlockGroup({ blocks, isEager }: BlockGroupProps) {
  const [isNear, setIsNear] = useState(isEager)
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const group = element.current
    if (!group || isEager) return
    const observer = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1)
        if (last) setIsNear(last.isIntersecting)
      },
      { rootMargin: NEAR, scrollMargin: NEAR },
    )
    observer.observe(group)
    return () => observer.disconnect()
  }, [isEager])
  const isDrawn = isNear || isEager
  const [first] = blocks
  useEffect(() => {
    const group = element.current
    if (!group || !first || !isDrawn) return
    const sizes = new ResizeObserver(() => heights.set(first, group.offsetHeight))
    sizes.observe(group)
    return () => sizes.disconnect()
  }, [first, isDrawn])
  if (!isDrawn) {
    const height = (first && heights.get(first)) ?? estimatedHeight(blocks)
    return <div ref={element} className="md__group" style={{ height }} />
  }
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
