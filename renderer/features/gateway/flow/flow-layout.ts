import type { DrawnFlow, DrawnLink } from './flow-ends.ts'

/** The drawing's own width; it is stretched to the room there is. */
export const drawingWidth = 1_000
const doorFrom = 470
const doorTo = 530
/** A line of text, and what lies between two ends. */
const leastSlot = 22
const betweenEnds = 8
const leastRibbon = 1.5
/** How much of the height may go through the door. */
const doorShare = 0.6

/** An end: the bar that its ribbons start from. */
export interface EndBar {
  top: number
  height: number
}

/** The calls of one link, through the door. */
export interface Ribbon {
  link: DrawnLink
  path: string
}

/** Where everything is drawn, in pixels from the top. */
export interface FlowLayout {
  height: number
  from: readonly EndBar[]
  to: readonly EndBar[]
  ribbons: readonly Ribbon[]
  /** All ribbons together, where they go through. */
  door: EndBar
}

/** Lays a flow out: a ribbon is as thick as it has calls, ends never come closer than their words are high. */
export function layOutFlow({ localKeys, vaultKeys, links }: DrawnFlow): FlowLayout {
  const count = Math.max(localKeys.length, vaultKeys.length)
  const height = count * 26 + 34
  const thick = thicknessIn({ localKeys, vaultKeys, links }, height)
  const from = bars(localKeys.length, links, 'from', { thick, height })
  const to = bars(vaultKeys.length, links, 'to', { thick, height })
  const through = links.reduce((sum, link) => sum + thick(link), 0)
  const door = { top: (height - through) / 2, height: through }
  const fromTops = from.map(({ top }) => top)
  const toTops = to.map(({ top }) => top)
  let doorTop = door.top
  const ribbons = links.map((link) => {
    const width = thick(link)
    const start = takeTop(fromTops, link.from, width)
    const end = takeTop(toTops, link.to, width)
    const path = ribbonPath(start, doorTop, end, width)
    doorTop += width
    return { link, path }
  })
  return { height, from, to, ribbons, door }
}

type Thickness = (link: DrawnLink) => number

/** The greatest scale by which both sides and the door have room. */
function thicknessIn({ localKeys, vaultKeys, links }: DrawnFlow, height: number): Thickness {
  const at =
    (scale: number): Thickness =>
    ({ calls }) =>
      Math.max(leastRibbon, calls * scale)
  const fits = (scale: number) => {
    const thick = at(scale)
    const side = (length: number, which: 'from' | 'to') =>
      slots(length, links, which, thick).reduce((sum, slot) => sum + slot, 0)
    const through = links.reduce((sum, link) => sum + thick(link), 0)
    return (
      through <= height * doorShare &&
      side(localKeys.length, 'from') <= height &&
      side(vaultKeys.length, 'to') <= height
    )
  }
  let low = 0
  let high = height / Math.max(1, ...links.map(({ calls }) => calls))
  for (let step = 0; step < 24; step += 1) {
    const middle = (low + high) / 2
    if (fits(middle)) low = middle
    else high = middle
  }
  return at(low)
}

function heights(length: number, links: readonly DrawnLink[], which: 'from' | 'to', thick: Thickness): number[] {
  const sums = Array<number>(length).fill(0)
  for (const link of links) sums[link[which]]! += thick(link)
  return sums
}

const slots = (length: number, links: readonly DrawnLink[], which: 'from' | 'to', thick: Thickness): number[] =>
  heights(length, links, which, thick).map((one) => Math.max(leastSlot, one + betweenEnds))

function bars(
  length: number,
  links: readonly DrawnLink[],
  which: 'from' | 'to',
  { thick, height }: { thick: Thickness; height: number },
): EndBar[] {
  const own = slots(length, links, which, thick)
  const spare = Math.max(0, height - own.reduce((sum, slot) => sum + slot, 0)) / length
  let top = 0
  return heights(length, links, which, thick).map((one, place) => {
    const slot = own[place]! + spare
    const bar = { top: top + (slot - one) / 2, height: one }
    top += slot
    return bar
  })
}

function takeTop(tops: number[], place: number, width: number): number {
  const top = tops[place]!
  tops[place] = top + width
  return top
}

const round = (figure: number) => Math.round(figure * 10) / 10

/** From an end to the door, straight through it, and to the other end. */
function ribbonPath(start: number, door: number, end: number, width: number): string {
  const inX = doorFrom / 2
  const outX = (doorTo + drawingWidth) / 2
  const edge = (down: number, back: boolean) => {
    const [a, b, c] = [round(start + down), round(door + down), round(end + down)]
    return back
      ? `L${drawingWidth} ${c}C${outX} ${c} ${outX} ${b} ${doorTo} ${b}L${doorFrom} ${b}C${inX} ${b} ${inX} ${a} 0 ${a}Z`
      : `M0 ${a}C${inX} ${a} ${inX} ${b} ${doorFrom} ${b}L${doorTo} ${b}C${outX} ${b} ${outX} ${c} ${drawingWidth} ${c}`
  }
  return edge(0, false) + edge(width, true)
}
