import type { ComponentType, ReactNode } from 'react'
import type { Combo } from '../lib/shortcuts.ts'

/** A line of the palette. */
export interface PaletteItem {
  id: string
  title: string
  /** In grey after the title; searched too. */
  note?: string
  /** Searched, never shown. */
  keywords?: string
  icon?: ComponentType<{ className?: string }>
  /** Before the title instead of an icon. */
  mark?: ReactNode
  /** At the right: an environment, a time. */
  end?: ReactNode
  shortcut?: Combo
  run: () => void
}

/** Lines under one heading. */
export interface PaletteGroup {
  value: string
  items: readonly PaletteItem[]
}

/** At most this many lines of a group: the rest is a longer word away. */
const shownOfGroup = 8

function words(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean)
}

function rank(item: PaletteItem, wanted: readonly string[]): number | null {
  const title = item.title.toLowerCase()
  const rest = `${item.note ?? ''} ${item.keywords ?? ''}`.toLowerCase()
  let total = 0
  for (const word of wanted) {
    const at = title.indexOf(word)
    if (at === 0) total += 3
    else if (at > 0) total += /\w/.test(title[at - 1] ?? '') ? 1 : 2
    else if (!rest.includes(word)) return null
  }
  return total
}

/** The lines that hold every word typed, the best of each group first. */
export function searchPalette(groups: readonly PaletteGroup[], query: string): PaletteGroup[] {
  const wanted = words(query)
  const found: PaletteGroup[] = []
  for (const group of groups) {
    const ranked = group.items
      .map((item) => ({ item, score: rank(item, wanted) }))
      .filter((entry): entry is { item: PaletteItem; score: number } => entry.score !== null)
      .toSorted((a, b) => b.score - a.score)
    if (ranked.length > 0)
      found.push({ value: group.value, items: ranked.slice(0, shownOfGroup).map(({ item }) => item) })
  }
  return found
}

/** A piece of a title, matched or not. */
export interface TitlePiece {
  text: string
  isMatch: boolean
}

/** Cuts a title where the words typed occur in it. */
export function markMatches(title: string, query: string): TitlePiece[] {
  const lower = title.toLowerCase()
  const isMarked = Array.from({ length: title.length }, () => false)
  for (const word of words(query)) {
    const at = lower.indexOf(word)
    if (at !== -1) isMarked.fill(true, at, at + word.length)
  }
  const pieces: TitlePiece[] = []
  for (let index = 0; index < title.length; index += 1) {
    const isMatch = isMarked[index] ?? false
    const last = pieces.at(-1)
    if (last?.isMatch === isMatch) last.text += title[index]
    else pieces.push({ text: title[index] ?? '', isMatch })
  }
  return pieces
}
