import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ConversationModel } from './conversation-model.ts'

/** How near to the end still counts as the end. */
const SLACK = 24

/**
 * Follows the end while the person is there, and leaves them alone when they scrolled away. Where they were is kept with
 * the conversation.
 */
export function useFollow(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  model: ConversationModel,
  /** Changes with each question: whoever asks wants to see the answer. */
  liveId: string | null,
): { isAtEnd: boolean; jump: () => void } {
  const [isAtEnd, setIsAtEnd] = useState(model.scrollTop === null)
  const follows = useRef(model.scrollTop === null)

  const toEnd = useCallback(() => {
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }, [scroller])

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    follows.current = model.scrollTop === null
    element.scrollTop = model.scrollTop ?? element.scrollHeight
  }, [scroller, model])

  useEffect(() => {
    const element = scroller.current
    const inner = content.current
    if (!element || !inner) return
    let top = element.scrollTop
    const onScroll = () => {
      const isNearEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= SLACK
      // Content that grew is not the person scrolling: only a move upwards lets go.
      if (isNearEnd) follows.current = true
      else if (element.scrollTop < top - 1) follows.current = false
      top = element.scrollTop
      model.scrollTop = follows.current ? null : element.scrollTop
      setIsAtEnd(follows.current || isNearEnd)
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    const sizes = new ResizeObserver(() => {
      if (follows.current) toEnd()
    })
    sizes.observe(inner)
    sizes.observe(element)
    return () => {
      element.removeEventListener('scroll', onScroll)
      sizes.disconnect()
    }
  }, [scroller, content, model, toEnd])

  const jump = useCallback(() => {
    follows.current = true
    model.scrollTop = null
    setIsAtEnd(true)
    toEnd()
  }, [model, toEnd])

  useLayoutEffect(() => {
    if (liveId !== null) jump()
  }, [liveId, jump])

  return { isAtEnd, jump }
}
