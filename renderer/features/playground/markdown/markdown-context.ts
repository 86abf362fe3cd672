import { createContext, useContext } from 'react'
import { keyPattern } from './mask-keys.ts'

/** What drawing an answer needs from the page around it. */
export interface MarkdownContext {
  /** Asks the person, then opens. */
  openLink: (link: { url: string; host: string }) => void
  /** What looks like a key here. */
  keys: RegExp
}

const Context = createContext<MarkdownContext>({ openLink: () => {}, keys: keyPattern() })

export const MarkdownProvider = Context.Provider

export function useMarkdownContext(): MarkdownContext {
  return useContext(Context)
}
