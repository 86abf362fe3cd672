import { type RefObject, useEffect, useRef, useState } from 'react'
import type { BundleResult, OpenBundle } from '../../../../contract/bundles.ts'
import { client } from '../../../lib/client.ts'
import { type KnownError, knownError, pick, wordsOf } from '../../../lib/known-error.ts'
import { bundles } from '../../../strings/en/bundles.ts'
import type { BundleChoice } from './bundle-draft.ts'

const words = bundles.import

/** Why a file was not opened, at the field that is to be mended. */
export interface BundleTrouble {
  at: 'file' | 'passphrase' | 'all'
  text: string
}

/** A bundle from its file to what became of each key. The core holds what is inside; this page holds masks. */
export interface BundleFlow {
  opened: OpenBundle | null
  results: readonly BundleResult[] | null
  trouble: BundleTrouble | null
  isBusy: boolean
  open: (content: string, passphrase: string) => Promise<OpenBundle | null>
  import: (choices: BundleChoice[]) => Promise<void>
  /** Back to the file: what was opened is forgotten. */
  back: () => void
}

/** Opens, imports and forgets through the core. What was opened is forgotten when the dialog closes. */
export function useBundle(): BundleFlow {
  const [opened, setOpened] = useState<OpenBundle | null>(null)
  const [results, setResults] = useState<readonly BundleResult[] | null>(null)
  const [trouble, setTrouble] = useState<BundleTrouble | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const held = useRef<string | null>(null)
  useEffect(() => () => forget(held), [])

  const busy = async (work: () => Promise<void>) => {
    if (isBusy) return
    setTrouble(null)
    setIsBusy(true)
    try {
      await work()
    } catch (error) {
      setTrouble(troubleOf(error))
    } finally {
      setIsBusy(false)
    }
  }
  const back = () => {
    forget(held)
    setOpened(null)
    setTrouble(null)
  }
  return {
    opened,
    results,
    trouble,
    isBusy,
    back,
    async open(content, passphrase) {
      let next: OpenBundle | null = null
      await busy(async () => {
        next = await client.bundles.open({ content, passphrase })
        held.current = next.id
        setOpened(next)
      })
      return next
    },
    import: (choices) =>
      busy(async () => {
        if (!opened) return
        // Imported or refused as a whole, the core has forgotten it by then.
        setResults(await client.bundles.import({ bundleId: opened.id, rows: choices }))
        held.current = null
      }),
  }
}

/** It is forgotten by itself after ten minutes, even where this does not arrive. */
function forget(held: RefObject<string | null>): void {
  const id = held.current
  held.current = null
  if (id) client.bundles.close({ bundleId: id }).catch(() => undefined)
}

function troubleOf(error: unknown): BundleTrouble {
  const known = knownError(error)
  return (known && knownTrouble(known)) ?? { at: 'all', text: words.failed(wordsOf(error)) }
}

function knownTrouble({ code, field, reason }: KnownError): BundleTrouble | null {
  if (code === 'NOT_FOUND') return { at: 'all', text: words.gone }
  if (field === 'passphrase') return { at: 'passphrase', text: words.wrong }
  const text = pick(words.content, reason)
  return text === null ? null : { at: 'file', text }
}
