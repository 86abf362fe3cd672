import { useMutation } from '@tanstack/react-query'
import { client } from '../../../lib/client.ts'
import { knownError, pick, wordsOf } from '../../../lib/known-error.ts'
import { saveFile } from '../../../lib/save-file.ts'
import { bundles } from '../../../strings/en/bundles.ts'

const words = bundles.export

type Exported = Awaited<ReturnType<typeof client.bundles.export>>

/** The making of a bundle, and the file that came of it. */
export interface Export {
  made: Exported | null
  trouble: string | null
  isBusy: boolean
  make: (input: { keyIds: string[]; passphrase: string }) => void
  save: () => void
}

/** Makes bundles through the core and hands each to the person as a file. `onMade`: from now on the passphrase may go. */
export function useExport(onMade: () => void): Export {
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: (input: { keyIds: string[]; passphrase: string }) => client.bundles.export(input),
    onSuccess(made) {
      onMade()
      saveFile(made.fileName, made.content)
    },
    // What it was called with holds the passphrase.
    gcTime: 0,
  })
  return {
    made: data ?? null,
    trouble: error ? troubleWords(error) : null,
    isBusy: isPending,
    make: mutate,
    save: () => data && saveFile(data.fileName, data.content),
  }
}

function troubleWords(error: unknown): string {
  const known = knownError(error)
  if (known?.code === 'STORE_UNAVAILABLE') return words.store
  return (known && pick(words.refused, known.reason)) ?? wordsOf(error)
}
