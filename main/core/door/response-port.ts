import type { TokenUsage } from '../../../contract/calls.ts'

/** Who made a response that its provider keeps. */
export interface MadeResponse {
  /** The vault key. */
  keyId: string
  localKeyId: string | null
}

/** What a row says that a call used. */
export interface Figures {
  tokens: TokenUsage
  cost: number | null
}

/** Responses that providers keep, and can be asked for again: on disk, and as many as one that is asked for may need. */
export interface ResponseRegister {
  /**
   * Whoever notes an id first made it. False where it was there: the provider gives several responses one id. `held`: what
   * it may cost, in micro-dollars, where it runs on by itself.
   */
  note(id: string, made: MadeResponse, held?: number): boolean
  /** None where nobody here made it, or so long ago that it is forgotten; two where two providers number theirs alike. */
  madeBy(id: string): MadeResponse[]
  /**
   * The part of a response's figures that no row has yet, from here on counted; null where that is nothing. With the
   * provider's own figures nothing is held for it any more.
   */
  take(id: string, keyId: string, figures: Figures): Figures | null | 'unknown'
  /** It is over, and has no figures: nothing is held for it any more. */
  letGo(id: string, keyId: string): void
  /** What is held back from this month's budget of a vault key or a local key, in micro-dollars. */
  held(ownerId: string): number
}

const kept = /^\/responses\/([\w-]{1,200})(\/cancel|\/input_items)?(?:\?|$)/

/** The id of the kept response that a request is about; null for one that is about none, or makes one. */
export function keptResponse(method: string, path: string): string | null {
  const found = kept.exec(path)
  if (!found || (method === 'POST' && found[2] !== '/cancel')) return null
  return found[1] ?? null
}
