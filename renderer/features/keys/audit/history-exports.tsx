import { keysPanel } from '../../../strings/en/keys-panel.ts'
import { Button } from '../../../ui/button.tsx'
import { useAuditExport } from './use-audit-export.ts'

const words = keysPanel.history

/** Exports a vault key's history, beside its heading. */
export function HistoryExports({ keyId }: { keyId: string }) {
  const exportAudit = useAuditExport(words.exportFailed)
  return (['csv', 'json'] as const).map((format) => (
    <Button
      key={format}
      variant="link"
      aria-label={words.export(words[format])}
      onClick={() => void exportAudit(format, keyId)}
    >
      {words[format]}
    </Button>
  ))
}
