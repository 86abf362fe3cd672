import { useEffect, useRef, useState } from 'react'
import type { Feature, FeatureResult } from '../../../contract/providers.ts'
import { client, orpc, queryClient } from '../../lib/client.ts'

/** In the order in which they are asked. */
export const features: readonly Feature[] = [
  'models',
  'chat',
  'streaming',
  'stream_usage',
  'responses',
  'tools',
  'json_schema',
]

/** A probe in this window: what came so far, and how it stands. */
export interface ProbeRun {
  keyId: string
  results: ReadonlyMap<Feature, FeatureResult>
  /** `ended`: every feature has its line, but some call told that the rest can't be found out. */
  state: 'running' | 'stopped' | 'done' | 'ended' | 'failed'
  failure: unknown
}

/** Asks an endpoint what it can do, live. Leaving the page ends the calls. */
export function useProbe() {
  const [run, setRun] = useState<ProbeRun | null>(null)
  const stopper = useRef<AbortController | null>(null)
  useEffect(() => () => stopper.current?.abort(), [])

  const start = async (keyId: string, model: string) => {
    stopper.current?.abort()
    const mine = new AbortController()
    stopper.current = mine
    const put = (change: (before: ProbeRun) => ProbeRun) => {
      if (stopper.current === mine) setRun((before) => (before ? change(before) : before))
    }
    setRun({ keyId, results: new Map(), state: 'running', failure: null })
    try {
      for await (const result of await client.providers.probe({ keyId, model }, { signal: mine.signal })) {
        put((before) => ({ ...before, results: new Map(before.results).set(result.feature, result) }))
      }
      const options = orpc.providers.capabilities.queryOptions({ input: { keyId } })
      const before = queryClient.getQueryData(options.queryKey)
      const kept = await queryClient.fetchQuery({ ...options, staleTime: 0 })
      put((run) => ({ ...run, state: kept && kept.at !== before?.at ? 'done' : 'ended' }))
    } catch (failure) {
      if (mine.signal.aborted) return
      put((before) => ({ ...before, state: 'failed', results: answered(before.results), failure }))
      throw failure
    }
  }
  const stop = () => {
    stopper.current?.abort()
    stopper.current = null
    setRun((before) => (before ? { ...before, state: 'stopped', results: answered(before.results) } : before))
  }
  return { run, start, stop }
}

/** What was under way when a probe ended early was never answered. */
function answered(results: ReadonlyMap<Feature, FeatureResult>): Map<Feature, FeatureResult> {
  return new Map([...results].filter(([, { state }]) => state !== 'running'))
}
