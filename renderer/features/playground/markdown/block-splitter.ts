import type { Block } from './block.ts'
import { LINES_A_PART } from './code-parts.ts'

/** Blocks larger than this are split, so that what is parsed again for every delta stays small. */
const LARGEST_TEXT = 8_000
const MOST_IN_GROUP = 32
const LARGEST_GROUP = 24_000
const LIST_SPLIT = 2_000

interface Fence {
  marker: string
  length: number
  indent: number
}

/** Blocks in groups of up to 32, so that a long answer is compared by group and not by block. The last block may be open. */
export type Split = readonly (readonly Block[])[]

/**
 * Cuts a growing markdown text into blocks, looking at each character once however long the text becomes. It knows just
 * enough of markdown to cut where a parser would see a new block: blank lines, fences, list items.
 */
export class BlockSplitter {
  #groups: (readonly Block[])[] = []
  #group: Block[] = []
  #groupLength = 0
  #nextId = 0
  #partial = ''
  #searched = 0
  #text = ''
  #isList = false
  #sawBlank = false
  #tableHead: string | null = null
  #nested: Fence | null = null
  #code: {
    fence: Fence
    language: string
    parts: readonly string[]
    tail: string
    lines: number
    wasOpen: boolean
  } | null = null

  append(text: string): void {
    this.#partial += text
    for (;;) {
      const end = this.#partial.indexOf('\n', this.#searched)
      if (end === -1) break
      const line = this.#partial.slice(0, end)
      this.#partial = this.#partial.slice(end + 1)
      this.#searched = 0
      this.#takeLine(line.endsWith('\r') ? line.slice(0, -1) : line)
    }
    while (this.#partial.length > LARGEST_TEXT) this.#takeLongPiece()
    this.#searched = this.#partial.length
  }

  /** Closes the last block: nothing more comes. */
  end(): void {
    if (this.#partial !== '') {
      const line = this.#partial
      this.#partial = ''
      this.#searched = 0
      this.#takeLine(line)
    }
    this.#closeCode()
    this.#closeText()
  }

  get split(): Split {
    const open = this.#openBlock()
    const last = open ? [...this.#group, open] : [...this.#group]
    return last.length > 0 ? [...this.#groups, last] : this.#groups
  }

  #openBlock(): Block | null {
    if (this.#code) {
      const { language, parts, tail } = this.#code
      this.#code.wasOpen = true
      const partial = closesFence(this.#partial, this.#code.fence) ? '' : this.#partial
      return { id: this.#nextId, kind: 'code', language, parts, tail: tail + partial, isOpen: true, wasOpen: true }
    }
    const source = this.#text + this.#partial
    return source.trim() === '' ? null : { id: this.#nextId, kind: 'text', source, isOpen: true }
  }

  #takeLine(line: string): void {
    if (this.#code) return this.#takeCodeLine(line)
    if (this.#nested) {
      if (closesFence(line, this.#nested)) this.#nested = null
      return this.#keep(line)
    }
    if (line.trim() === '') {
      this.#sawBlank = this.#text !== ''
      if (this.#sawBlank) this.#text += '\n'
      return
    }
    const indent = indentOf(line)
    const fence = openingFence(line)
    if (fence && !(this.#isList && indent >= 2)) return this.#openCode(fence, line)
    if (this.#startsBlock(line, indent)) this.#closeText()
    if (this.#text === '') this.#isList = isListItem(line)
    if (fence) this.#nested = fence
    this.#keep(line)
  }

  #startsBlock(line: string, indent: number): boolean {
    if (this.#sawBlank && indent < 2) return true
    return this.#isList && indent < 2 && this.#text.length > LIST_SPLIT && isListItem(line)
  }

  #keep(line: string): void {
    this.#sawBlank = false
    if (isTableRule(line) && this.#tableHead === null && countLines(this.#text) === 1) {
      this.#tableHead = `${this.#text}${line}\n`
    }
    if (this.#text.length + line.length > LARGEST_TEXT && this.#text !== '') {
      const nested = this.#nested
      this.#overflow()
      if (nested) {
        this.#code = { fence: nested, language: '', parts: [], tail: '', lines: 0, wasOpen: false }
        return this.#takeCodeLine(line)
      }
    }
    this.#text += `${line}\n`
  }

  /** A block grew too large: what comes next is a block of its own, and a table's under a copy of its head. */
  #overflow(): void {
    const head = this.#tableHead
    this.#closeText()
    if (head === null || head.length > LARGEST_TEXT / 4) return
    this.#text = head
    this.#tableHead = head
  }

  #takeLongPiece(): void {
    if (this.#code) {
      this.#code.tail += this.#partial
      this.#partial = ''
      this.#searched = 0
      this.#closeCodePart()
      return
    }
    this.#closeText()
    const cut = safeCut(this.#partial, LARGEST_TEXT)
    this.#push({ id: this.#nextId, kind: 'plain', source: this.#partial.slice(0, cut), isOpen: false })
    this.#partial = this.#partial.slice(cut)
    this.#searched = 0
  }

  #openCode(fence: Fence, line: string): void {
    this.#closeText()
    const info = line.trim().slice(fence.length).trim()
    this.#code = {
      fence,
      language: info.split(/[\s{]/)[0]?.toLowerCase() ?? '',
      parts: [],
      tail: '',
      lines: 0,
      wasOpen: false,
    }
  }

  #takeCodeLine(line: string): void {
    const code = this.#code!
    if (closesFence(line, code.fence)) return this.#closeCode()
    code.tail += `${line.slice(Math.min(indentOf(line), code.fence.indent))}\n`
    code.lines += 1
    if (code.lines >= LINES_A_PART) this.#closeCodePart()
  }

  #closeCodePart(): void {
    const code = this.#code!
    code.parts = [...code.parts, code.tail]
    code.tail = ''
    code.lines = 0
  }

  #closeCode(): void {
    if (!this.#code) return
    const { language, parts, tail, wasOpen } = this.#code
    this.#code = null
    this.#push({ id: this.#nextId, kind: 'code', language, parts, tail, isOpen: false, wasOpen })
  }

  #closeText(): void {
    const source = this.#text
    this.#text = ''
    this.#isList = false
    this.#sawBlank = false
    this.#tableHead = null
    this.#nested = null
    if (source.trim() !== '') this.#push({ id: this.#nextId, kind: 'text', source, isOpen: false })
  }

  #push(block: Block): void {
    this.#nextId += 1
    this.#group.push(block)
    this.#groupLength += lengthOf(block)
    if (this.#group.length < MOST_IN_GROUP && this.#groupLength < LARGEST_GROUP) return
    this.#groups = [...this.#groups, this.#group]
    this.#group = []
    this.#groupLength = 0
  }
}

/** The blocks of a whole text. */
export function splitBlocks(text: string): Split {
  const splitter = new BlockSplitter()
  splitter.append(text)
  splitter.end()
  return splitter.split
}

function lengthOf(block: Block): number {
  if (block.kind !== 'code') return block.source.length
  return block.parts.reduce((sum, part) => sum + part.length, block.tail.length)
}

function indentOf(line: string): number {
  let indent = 0
  for (const character of line.slice(0, 16)) {
    if (character === ' ') indent += 1
    else if (character === '\t') indent += 4
    else break
  }
  return indent
}

function openingFence(line: string): Fence | null {
  const match = /^(\s{0,8})(`{3,}|~{3,})([^`]*)$/.exec(line.slice(0, 400))
  if (!match?.[2]) return null
  return { marker: match[2].slice(0, 1), length: match[2].length, indent: indentOf(line) }
}

function closesFence(line: string, fence: Fence): boolean {
  const trimmed = line.length > 400 ? '' : line.trim()
  return trimmed.length >= fence.length && trimmed === fence.marker.repeat(trimmed.length)
}

function isListItem(line: string): boolean {
  return /^\s{0,3}(?:[-*+]|\d{1,9}[.)])\s/.test(line.slice(0, 20))
}

function isTableRule(line: string): boolean {
  return line.length < 2_000 && line.includes('-') && /^[\s|:-]+$/.test(line)
}

function countLines(text: string): number {
  return text === '' ? 0 : text.split('\n', 3).length - 1
}

/** Not between the two halves of a character. */
function safeCut(text: string, at: number): number {
  const code = text.charCodeAt(at - 1)
  return code >= 0xd8_00 && code <= 0xdb_ff ? at - 1 : at
}
