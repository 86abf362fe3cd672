import { useState } from 'react'
import type { GatewayChoices as Choices, GatewayState } from '../../../../contract/gateway.ts'
import { client } from '../../../lib/client.ts'
import { wordsOf } from '../../../lib/known-error.ts'
import { keepGatewayState } from '../../../lib/use-gateway.ts'
import { readWholeNumber } from '../../../lib/whole-number.ts'
import { gateway } from '../../../strings/en/gateway.ts'
import { ui } from '../../../strings/en/ui.ts'
import { type EditOutcome, EditRow } from '../../../ui/edit-row.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { TextEdit } from '../../../ui/text-edit.tsx'

const words = gateway.choices

type ChoiceField = keyof Choices

/** The port, the start with the app, and how long calls wait: each saved at once. */
export function GatewayChoices({ gateway: now }: { gateway: GatewayState }) {
  const [outcome, setOutcome] = useState<EditOutcome<ChoiceField> | null>(null)
  const forget = () => setOutcome(null)
  const meanwhile = (field: ChoiceField) => (value: string) =>
    setOutcome({ field, kind: 'refused', text: ui.edit.meanwhile(value) })
  const save = async (field: ChoiceField, changes: Partial<Choices>, isUndo = false): Promise<boolean> => {
    const before = { [field]: now[field] }
    setOutcome({ field, kind: 'saving' })
    try {
      const after = keepGatewayState(await client.gateway.configure(changes))
      const isKept = after[field] === changes[field]
      // A port that can't be had is told by the trouble above.
      setOutcome(isKept ? { field, kind: 'saved', undo: isUndo ? null : () => void save(field, before, true) } : null)
      return isKept
    } catch (error) {
      setOutcome({ field, kind: 'refused', text: `${words.failed}. ${wordsOf(error)}` })
      return false
    }
  }
  const saving = (field: 'port' | 'waitSeconds', bounds: { min: number; max: number }, wrong: string) => {
    return async (typed: string) => {
      const value = readWholeNumber(typed, bounds)
      if (typeof value === 'number') return save(field, { [field]: value })
      setOutcome({ field, kind: 'refused', text: wrong })
      return false
    }
  }
  return (
    <div className="gateway-choices" role="group" aria-label={words.label}>
      <EditRow label={words.port} field="port" edit={{ outcome }}>
        {(control) => (
          <TextEdit
            control={control}
            value={String(now.port)}
            inputMode="numeric"
            maxLength={6}
            onForget={forget}
            onMeanwhile={meanwhile('port')}
            onSave={saving('port', { min: 1_024, max: 65_535 }, words.portError)}
          />
        )}
      </EditRow>
      <EditRow label={words.wait} field="waitSeconds" edit={{ outcome }}>
        {(control) => (
          <TextEdit
            control={control}
            value={String(now.waitSeconds)}
            inputMode="numeric"
            maxLength={3}
            end={words.waitUnit}
            onForget={forget}
            onMeanwhile={meanwhile('waitSeconds')}
            onSave={saving('waitSeconds', { min: 0, max: 60 }, words.waitError)}
          />
        )}
      </EditRow>
      <EditRow label={words.start} field="startWithApp" edit={{ outcome }}>
        <Switch
          size="small"
          aria-label={words.start}
          checked={now.startWithApp}
          onCheckedChange={(startWithApp) => void save('startWithApp', { startWithApp })}
        />
      </EditRow>
    </div>
  )
}
