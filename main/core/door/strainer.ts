/** Takes live secrets out of a text that comes in pieces, wherever the pieces break. */
export interface Strainer {
  /** What may be shown of the text so far and was not returned yet. */
  push(piece: string): string
  /** The rest, when the text is over. */
  end(): string
}

const mark = '[redacted]'

/**
 * Holds back only an end that could be the beginning of a secret, so that a stream is not slowed. `live` is asked at every
 * piece, and what it named once counts until the end: a call's secret may be forgotten before its last words arrive.
 */
export function createStrainer(live: () => Iterable<string>): Strainer {
  const secrets = new Set<string>()
  let held = ''
  return {
    push(piece) {
      for (const secret of live()) secrets.add(secret)
      held += piece
      let keep = 0
      for (const secret of secrets) {
        held = held.replaceAll(secret, mark)
        keep = Math.max(keep, beginningAtEnd(held, secret))
      }
      const shown = held.slice(0, held.length - keep)
      held = held.slice(held.length - keep)
      return shown
    },
    end() {
      const rest = held
      held = ''
      secrets.clear()
      return rest
    },
  }
}

/** How many characters at the end of a text are the beginning of the secret. */
function beginningAtEnd(text: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length
  }
  return 0
}
