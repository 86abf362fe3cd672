import { useEffect, useId, useRef } from 'react'
import { keysRegenerate as words } from '../../../strings/en/keys-regenerate.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { useToast } from '../../../ui/toast.tsx'
import type { KeyRow } from '../types.ts'
import { EnterStep } from './enter-step.tsx'
import { MakeStep } from './make-step.tsx'
import { OldStep } from './old-step.tsx'
import { type StepState, Steps } from './step.tsx'
import { TestStep } from './test-step.tsx'
import { type RegenerateStage, type Regeneration, useRegenerate } from './use-regenerate.ts'
import './regenerate.css'

interface RegenerateDialogProps {
  /** As the list has it now: what was done elsewhere shows at once. */
  row: KeyRow
  onClose: () => void
}

const order: readonly RegenerateStage[] = ['enter', 'test', 'old']

/**
 * A new secret for a key that exists: made at the provider, entered, tested, used, and the old one revoked. Mounted
 * while it is open; closed in the middle, it goes on where it was.
 */
export function RegenerateDialog({ row, onClose }: RegenerateDialogProps) {
  const formId = useId()
  const regeneration = useRegenerate(row)
  const toast = useToast()
  const primary = useRef<HTMLButtonElement>(null)
  const { stage } = regeneration
  const { key, provider, environment } = row
  const kind = isEntry(row) ? 'enter' : 'regenerate'

  const first = useRef(stage)
  useEffect(() => {
    // The button that was pressed is gone with its step: the next one's takes the focus.
    if (first.current !== stage) primary.current?.focus()
    first.current = stage
  }, [stage])

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
      wide
      title={words.title[kind](key.name)}
      aside={<EnvironmentMark name={environment.name} colour={environment.colour} shape={environment.shape} />}
      environmentColour={environment.colour}
      initialFocus={stage === 'enter' ? regeneration.secret : primary}
      footNote={stage === 'enter' ? null : words.laterHint}
      actions={<Actions {...{ row, regeneration, formId, primary, finish, onClose }} />}
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

interface ActionsProps {
  row: KeyRow
  regeneration: Regeneration
  formId: string
  primary: React.RefObject<HTMLButtonElement | null>
  finish: (title: string, text?: string) => void
  onClose: () => void
}

function Actions({ row: { key }, regeneration, formId, primary, finish, onClose }: ActionsProps) {
  const { stage, working, refusal } = regeneration
  const isBusy = working !== null
  if (stage === 'enter') {
    return (
      <>
        <Button onClick={onClose}>{words.later}</Button>
        <Button
          ref={primary}
          type="submit"
          form={formId}
          variant="primary"
          shortcut="enter"
          busy={working === 'start'}
          disabled={refusal?.at === 'other-environment' && regeneration.overrideReason.trim() === ''}
        >
          {words.enter.submit}
        </Button>
      </>
    )
  }
  if (stage === 'test') {
    const works = key.pending?.check?.ok === true
    return (
      <>
        <Button
          variant="ghost"
          disabled={isBusy}
          onClick={async () => {
            if (await regeneration.cancel()) finish(words.givenUp(key.name))
          }}
        >
          {words.test.giveUp}
        </Button>
        <Button
          ref={primary}
          variant="primary"
          busy={working === 'swap'}
          disabled={isBusy}
          onClick={async () => {
            const hadSecret = key.hasSecret
            if ((await regeneration.swap(!works)) && !hadSecret) finish(words.swapped(key.name))
          }}
        >
          {works ? words.test.swap : words.test.swapAnyway}
        </Button>
      </>
    )
  }
  return (
    <>
      <Button
        disabled={isBusy}
        busy={working === 'undo'}
        onClick={async () => {
          if (await regeneration.undo()) finish(words.undone(key.name), words.undoneText)
        }}
      >
        {words.old.undo}
      </Button>
      <Button
        ref={primary}
        variant="primary"
        disabled={isBusy}
        busy={working === 'confirm'}
        onClick={async () => {
          if (await regeneration.confirmRevoked()) finish(words.finished(key.name), words.finishedText)
        }}
      >
        {words.old.confirm}
      </Button>
    </>
  )
}
