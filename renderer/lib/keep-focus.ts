import { isWriting, returnFocus } from './focus.ts'

/** What ends a search for an heir: beyond it, the nearest button has nothing to do with the one that went. */
const bounds = 'section, aside, [role="dialog"], [role="alertdialog"], #page'
const focusable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]'

/** Where something stood that is gone. */
interface Gap {
  parent: Element
  /** What stands before it; null at the beginning. */
  before: Node | null
}

/**
 * Gives the focus an heir where a press on the keyboard takes its own button away: the browser would leave it on
 * nothing, where a screen reader falls silent. Whoever presses with a pointer expects no focus elsewhere.
 */
export function keepFocus(): () => void {
  let last: HTMLElement | null = null
  let isByKeys = false
  const listening = new AbortController()
  const { signal } = listening
  const on = <Type extends keyof DocumentEventMap>(type: Type, run: (event: DocumentEventMap[Type]) => void) =>
    document.addEventListener(type, run, { capture: true, signal })
  on('keydown', () => {
    isByKeys = true
  })
  on('pointerdown', () => {
    isByKeys = false
  })
  on('focusin', ({ target }) => {
    last = target instanceof HTMLElement ? target : null
  })
  on('focusout', ({ target }) => {
    // A browser may say so of an element that it is about to take away; that one is not left, but lost.
    queueMicrotask(() => {
      if (target === last && last?.isConnected && document.activeElement !== last) last = null
    })
  })

  const observer = new MutationObserver((records) => {
    if (!last || last.isConnected) return
    const lost = last
    last = null
    if (!isByKeys) return
    const record = records.findLast(
      ({ target, removedNodes }) => target.isConnected && [...removedNodes].some((node) => node.contains(lost)),
    )
    const parent = record?.target
    if (!record || !(parent instanceof Element)) return
    const gap = { parent, before: record.previousSibling }
    // Twice, as in `useFocusKept`: whoever has a better place for the focus gives it first.
    requestAnimationFrame(() => requestAnimationFrame(() => fill(gap)))
  })
  observer.observe(document.body, { childList: true, subtree: true })
  return () => {
    listening.abort()
    observer.disconnect()
  }
}

function fill(gap: Gap): void {
  if (document.activeElement !== document.body) return
  const heir = heirOf(gap)
  if (heir) heir.focus()
  else if (!document.querySelector('[role="dialog"]:not(.toast), [role="alertdialog"]')) returnFocus(null)
}

/** What is nearest to a gap in the smallest part that takes the focus; null where that is the page. */
function heirOf({ parent, before }: Gap): HTMLElement | null {
  const bound = parent.closest<HTMLElement>(bounds)
  if (!bound || !parent.isConnected) return null
  for (let part: Element | null = parent, last = before; part; last = part, part = part.parentElement) {
    if (bound.id === 'page' && part.querySelector('section, aside, h1')) return null
    const found = nearest(part, last)
    if (found) return found
    if (part === bound) return bound.tabIndex === -1 && bound.hasAttribute('tabindex') ? bound : null
  }
  return null
}

/** The next element, else the last one before. A field is one only where it stands alone: it would take the next keys. */
function nearest(part: Element, before: Node | null): HTMLElement | null {
  const all = [...part.querySelectorAll<HTMLElement>(focusable)].filter(takesFocus)
  const offered = all.length === 1 ? all : all.filter((element) => !isWriting(element))
  return offered.find((element) => isAfter(element, before)) ?? offered.at(-1) ?? null
}

const isAfter = (element: Element, before: Node | null) =>
  !before?.isConnected ||
  (!before.contains(element) && (before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0)

const takesFocus = (element: HTMLElement) =>
  element.tabIndex >= 0 &&
  element.checkVisibility({ visibilityProperty: true }) &&
  !element.closest('[inert], [aria-hidden="true"]')
