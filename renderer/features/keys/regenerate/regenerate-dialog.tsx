import { useEffect, useId, useRef, useState } from 'react'
import { keysRegenerate as words } from '../../../strings/en/keys-regenerate.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { useToast } from '../../../ui/toast.tsx'
import type { KeysDialogProps } from '../keys-dialogs.ts'
import type { KeyRow } from '../types.ts'
import { EnterStep } from './enter-step.tsx'
import { MakeStep } from './make-step.tsx'
import { OldStep } from './old-step.tsx'
import { RegenerateActions } from './regenerate-actions.tsx'
import { type StepState, Steps } from './step.tsx'
import { TestStep } from './test-step.tsx'
import { type RegenerateStage, useRegenerate } from './use-regenerate.ts'
import './regenerate.css'

const order: readonly RegenerateStage[] = ['enter', 'test', 'old']

/**
 * A new secret for a key that exists: made at the provider, entered, tested, used, and the old one revoked. Mounted
 * while it is open; closed in the middle, it goes on where it was.
 */
export function RegenerateDialog({ rows, onClose }: KeysDialogProps) {
  const [row] = rows
  return row ? <Regenerating row={row} onClose={onClose} /> : null
}

/** `row` is as the list has it now: what was done elsewhere shows at once. */
function Regenerating({ row, onClose }: { row: KeyRow; onClose: () => void }) {
  const formId = useId()
  const regeneration = useRegenerate(row)
  const toast = useToast()
  const primary = useRef<HTMLButtonElement>(null)
  const { stage, working } = regeneration
  const { key, provider, environment } = row
  // As it began: a title that changes with the last step would name another dialog.
  const [kind] = useState<'enter' | 'regenerate'>(() => (isEntry(row) ? 'enter' : 'regenerate'))

  const first = useRef(stage)
  useEffect(() => {
    // The button that was pressed is gone with its step: the next one's takes the focus.
    if (first.current !== stage) primary.current?.focus()
    first.current = stage
  }, [stage])
  useEffect(() => {
    // What has the focus while something runs is off or gone, and so was the button that should have taken it.
    if (working === null && document.activeElement === document.body) primary.current?.focus()
  }, [working])

  const finish = (title: string, text?: string) => {
    onClose()
    toast({ title, ...(text ? { text } : {}) })
  }
  const stateOf = (step: RegenerateStage): StepState =>
    step === stage ? 'current' : order.indexOf(step) < order.indexOf(stage) ? 'done' : 'later'

  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={words.title[kind](key.name)}
      environment={environment}
      initialFocus={stage === 'enter' ? regeneration.secret : primary}
      footNote={stage === 'enter' ? null : words.laterHint}
      actions={<RegenerateActions {...{ vaultKey: key, regeneration, formId, primary, finish, onClose }} />}
    >
      <p className="text-12 text-fg-2">{words.intro[kind]}</p>
      <Steps label={words.steps}>
        <MakeStep provider={provider} isEntry={kind === 'enter'} state={stage === 'enter' ? 'current' : 'done'} />
        <EnterStep row={row} regeneration={regeneration} formId={formId} state={stateOf('enter')} />
        <TestStep row={row} regeneration={regeneration} state={stateOf('test')} />
        {kind === 'enter' && !key.previous ? null : <OldStep row={row} state={stateOf('old')} />}
      </Steps>
      {regeneration.refusal?.at === 'form' ? (
        <p className="field__error" role="alert">
          {regeneration.refusal.text}
        </p>
      ) : null}
    </Dialog>
  )
}

/** Whether there is no old secret that could go on working: then nothing is to be swapped or revoked. */
const isEntry = ({ key }: KeyRow) => !key.hasSecret || key.trouble === 'missing' || key.trouble === 'origin'
