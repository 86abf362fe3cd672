import { createContext, useContext } from 'react'
import type { PlaygroundData } from '../use-playground-data.ts'

const Context = createContext<PlaygroundData | null>(null)

export const DataProvider = Context.Provider

/** The keys, providers and environments that marks in messages need. */
export function useData(): PlaygroundData {
  const data = useContext(Context)
  if (!data) throw new Error('A message was drawn outside the playground.')
  return data
}
