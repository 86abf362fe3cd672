/**
 * A piece of an answer that is parsed and drawn on its own. A closed block never changes again, so it is drawn once;
 * only the last one of a streaming answer is open.
 */
export type Block =
  | { id: number; kind: 'text'; source: string; isOpen: boolean }
  /** Too long or too tangled to parse: shown as it came. */
  | { id: number; kind: 'plain'; source: string; isOpen: boolean }
  | {
      id: number
      kind: 'code'
      language: string
      /** Whole runs of lines, each with its last newline; these never change. */
      parts: readonly string[]
      /** The lines after them. */
      tail: string
      isOpen: boolean
      /** Streamed before the person's eyes, so it is not folded away from them. */
      wasOpen: boolean
    }
