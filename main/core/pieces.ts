const looseAtMost = 256

/**
 * Bytes that come in pieces, in order. However small the pieces are, they are kept in few: whoever sends byte by byte must
 * not cost a buffer, or a step, for each.
 */
export class Pieces {
  #pieces: Buffer[] = []
  /** Those at the end that were not put together yet. */
  #loose = 0
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  push(piece: Buffer): void {
    this.#pieces.push(piece)
    this.#bytes += piece.length
    this.#loose++
    if (this.#loose < looseAtMost) return
    this.#pieces.push(Buffer.concat(this.#pieces.splice(-looseAtMost)))
    this.#loose = 0
  }

  /** Takes the first piece, and those behind it for as long as all are no more than `most` bytes. */
  next(most: number): Buffer {
    let count = 0
    let bytes = 0
    for (const { length } of this.#pieces) {
      if (count > 0 && bytes + length > most) break
      count++
      bytes += length
    }
    return this.#remove(count, bytes)
  }

  /** Takes all there is, as one piece. */
  take(): Buffer {
    return this.#remove(this.#pieces.length, this.#bytes)
  }

  clear(): void {
    this.#pieces = []
    this.#loose = 0
    this.#bytes = 0
  }

  #remove(count: number, bytes: number): Buffer {
    const taken = this.#pieces.splice(0, count)
    this.#loose = Math.min(this.#loose, this.#pieces.length)
    this.#bytes -= bytes
    const [first] = taken
    return first && count === 1 ? first : Buffer.concat(taken, bytes)
  }
}
