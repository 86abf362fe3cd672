/** How near to the end still counts as the end. */
const SLACK = 24

/** Where a conversation was scrolled to, kept with it; null is the end. */
export interface ScrollPlace {
  scrollTop: number | null
}

/**
 * Follows the end of a growing list while the person is there, and leaves them alone once they scrolled away. Lives
 * outside React: a stream moves it at every frame.
 */
export class ScrollFollow {
  readonly #place: ScrollPlace
  readonly #watchers = new Set<() => void>()
  #scroller: HTMLElement | null = null
  #isAtEnd: boolean
  #follows: boolean

  constructor(place: ScrollPlace) {
    this.#place = place
    this.#follows = place.scrollTop === null
    this.#isAtEnd = this.#follows
  }

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  readonly getIsAtEnd = (): boolean => this.#isAtEnd

  /** Goes to where the conversation was left, and follows from there. Returns how to let go. */
  attach(scroller: HTMLElement, content: HTMLElement): () => void {
    this.#scroller = scroller
    scroller.scrollTop = this.#place.scrollTop ?? scroller.scrollHeight
    let top = scroller.scrollTop
    const onScroll = () => {
      const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
      // Content that grew is not the person scrolling: only a move upwards lets go.
      if (left <= SLACK) this.#follows = true
      else if (scroller.scrollTop < top - 1) this.#follows = false
      top = scroller.scrollTop
      this.#place.scrollTop = this.#follows ? null : scroller.scrollTop
      this.#setAtEnd(this.#follows)
    }
    const sizes = new ResizeObserver(() => {
      if (this.#follows) this.#toEnd()
    })
    scroller.addEventListener('scroll', onScroll, { passive: true })
    sizes.observe(content)
    sizes.observe(scroller)
    return () => {
      scroller.removeEventListener('scroll', onScroll)
      sizes.disconnect()
      this.#scroller = null
    }
  }

  /** To the end, and stays there. */
  readonly jump = (): void => {
    this.#follows = true
    this.#place.scrollTop = null
    this.#toEnd()
    this.#setAtEnd(true)
  }

  #toEnd(): void {
    if (this.#scroller) this.#scroller.scrollTop = this.#scroller.scrollHeight
  }

  #setAtEnd(isAtEnd: boolean): void {
    if (isAtEnd === this.#isAtEnd) return
    this.#isAtEnd = isAtEnd
    for (const watcher of this.#watchers) watcher()
  }
}
