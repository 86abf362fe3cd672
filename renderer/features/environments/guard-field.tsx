import { useId } from 'react'
import { environments } from '../../strings/en/environments.ts'
import { Switch } from '../../ui/switch.tsx'

const words = environments.fields

/** The guard, and what it means. */
export function GuardField({ guarded, onChange }: { guarded: boolean; onChange: (guarded: boolean) => void }) {
  const textId = useId()
  return (
    <div className="guard-field" role="group" aria-describedby={textId}>
      <Switch checked={guarded} onCheckedChange={onChange} label={words.guard} />
      <p className="hint" id={textId}>
        {words.guardText}
      </p>
    </div>
  )
}
