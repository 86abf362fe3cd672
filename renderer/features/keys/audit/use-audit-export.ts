import { client } from '../../../lib/client.ts'
import { wordsOf } from '../../../lib/known-error.ts'
import { saveFile } from '../../../lib/save-file.ts'
import { useToast } from '../../../ui/toast.tsx'

/** Saves the audit, or that of one key, as a file. */
export function useAuditExport(failed: string): (format: 'csv' | 'json', keyId?: string) => Promise<void> {
  const toast = useToast()
  return async (format, keyId) => {
    try {
      const file = await client.audit.export({ format, ...(keyId ? { keyId } : {}) })
      saveFile(file.fileName, file.content)
    } catch (error) {
      toast({ kind: 'error', title: failed, text: wordsOf(error) })
    }
  }
}
