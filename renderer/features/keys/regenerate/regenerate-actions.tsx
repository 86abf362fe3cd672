import type { RefObject } from 'react'
import type { VaultKey } from '../../../../contract/keys.ts'
import { keysRegenerate as words } from '../../../strings/en/keys-regenerate.ts'
import { ui } from '../../../strings/en/ui.ts'
import { Button } from '../../../ui/button.tsx'
import type { RegenerateWork, Regeneration } from './use-regenerate.ts'

interface RegenerateActionsProps {
  vaultKey: VaultKey
  regeneration: Regeneration
  formId: string
  /** The button that goes on: it takes the focus when its step comes. */
  primary: RefObject<HTMLButtonElement | null>
  /** Closes, and says what was done. */
  finish: (title: string, text?: string) => void
  onClose: () => void
}

/** The buttons of each stage: back on the left, on to the next on the right. */
export function RegenerateActions(props: RegenerateActionsProps) {
  const { vaultKey: key, regeneration, formId, primary, finish, onClose } = props
  const { stage, working, refusal } = regeneration
  // The button that was pressed is not off: it would lose the focus.
  const isOff = (...own: RegenerateWork[]) => working !== null && !own.includes(working)
  const then = (work: Promise<boolean>, title: string, text?: string) =>
    void work.then((isDone) => isDone && finish(title, text))

  if (stage === 'enter') {
    return (
      <>
        <Button onClick={onClose}>{ui.cancel}</Button>
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
    const swap = () => {
      const swapping = regeneration.swap(!works)
      // Without an old secret there is nothing left to do.
      if (!key.hasSecret) then(swapping, words.swapped(key.name))
    }
    return (
      <>
        <Button
          variant="ghost"
          disabled={isOff('cancel')}
          busy={working === 'cancel'}
          onClick={() => then(regeneration.cancel(), words.givenUp(key.name))}
        >
          {words.test.giveUp}
        </Button>
        <Button
          ref={primary}
          variant={works ? 'primary' : 'default'}
          // A secret that is stored is tested at once: what goes on waits for that, with the focus.
          busy={working === 'swap' || working === 'start'}
          disabled={isOff('swap', 'start')}
          onClick={swap}
        >
          {works ? words.test.swap : words.test.swapAnyway}
        </Button>
      </>
    )
  }
  return (
    <>
      <Button
        disabled={isOff('undo')}
        busy={working === 'undo'}
        onClick={() => then(regeneration.undo(), words.undone(key.name), words.undoneText)}
      >
        {words.old.undo}
      </Button>
      <Button
        ref={primary}
        variant="primary"
        disabled={isOff('confirm')}
        busy={working === 'confirm'}
        onClick={() => then(regeneration.confirmRevoked(), words.finished(key.name), words.finishedText)}
      >
        {words.old.confirm}
      </Button>
    </>
  )
}
