import { ChartColumn, DoorOpen, MessageSquareText, SlidersHorizontal } from 'lucide-react'
import type { ComponentType } from 'react'
import { frame } from '../strings/en/frame.ts'
import { CardIcon } from './brand.tsx'

/** A page of the rail. Only what exists is listed. */
export interface PageEntry {
  path: '/keys' | '/playground' | '/usage' | '/gateway' | '/settings'
  name: string
  icon: ComponentType<{ className?: string }>
  /** Stands at the foot of the rail. */
  atFoot?: boolean
}

export const pages: readonly PageEntry[] = [
  { path: '/keys', name: frame.pages.keys, icon: CardIcon },
  { path: '/playground', name: frame.pages.playground, icon: MessageSquareText },
  { path: '/usage', name: frame.pages.usage, icon: ChartColumn },
  { path: '/gateway', name: frame.pages.gateway, icon: DoorOpen },
  { path: '/settings', name: frame.pages.settings, icon: SlidersHorizontal, atFoot: true },
]
