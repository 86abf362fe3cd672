import { Play, Square } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useState } from 'react'
import { isMac } from '../../../lib/platform.ts'
import { isComposing } from '../../../lib/shortcuts.ts'
import { useShortcut } from '../../../lib/use-shortcut.ts'
import { playground } from '../../../strings/en/playground.ts'
import { Button } from '../../../ui/button.tsx'
import { EnvironmentGlyph } from '../../../ui/environment-glyph.tsx'
import { TextArea } from '../../../ui/text-area.tsx'
import type { Picks } from '../conversation/conversation-model.ts'
import { useData } from '../conversation/data-context.ts'
import { KeyPickers } from './key-pickers.tsx'
import { ModelPicker } from './model-picker.tsx'

const words = playground.composer
const LONGEST = 1_000_000

export interface ComposerProps {
  area: RefObject<HTMLTextAreaElement | null>
  picks: Picks
  onPick: (picks: Partial<Picks>) => void
  draft: string
  onDraft: (draft: string) => void
  /** The last question, for an empty composer and the up arrow. */
  lastQuestion: string | null
  sendKey: 'enter' | 'mod-enter'
  isRunning: boolean
  isStopping: boolean
  onRun: (text: string) => void
  onStop: () => void
}

/** Where a question is written, with what it will be asked: environment, key and model stand beside the button. */
export function Composer(props: ComposerProps) {
  const { area, picks, onPick, draft, onDraft, isRunning, isStopping, onRun, onStop } = props
  const { environmentOf, keyOf } = useData()
  const environment = environmentOf(picks.environmentId)
  const [complaint, setComplaint] = useState<string | null>(null)

  const run = () => {
    if (isRunning || draft.trim() === '') return
    const missing = complaintAbout(picks, draft)
    setComplaint(missing)
    if (missing === null) onRun(draft)
  }

  // Also from the system prompt, whatever the send key is.
  useShortcut('mod+enter', run, { label: playground.keys.run, group: playground.keys.group })

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'ArrowUp' && draft === '' && props.lastQuestion !== null) {
      event.preventDefault()
      onDraft(props.lastQuestion)
      return
    }
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return
    const isMod = isMac ? event.metaKey : event.ctrlKey
    if (!isMod && props.sendKey !== 'enter') return
    event.preventDefault()
    event.stopPropagation()
    run()
  }

  return (
    <div className="composer" data-env={environment?.colour}>
      <TextArea
        ref={area}
        bare
        className="composer__text"
        aria-label={words.label}
        placeholder={words.placeholder}
        value={draft}
        onValueChange={(next) => {
          setComplaint(null)
          onDraft(next)
        }}
        onKeyDown={onKeyDown}
        maxLines={14}
      />
      {complaint ? (
        <p className="field__error composer__complaint" role="alert">
          {complaint}
        </p>
      ) : null}
      <div className="composer__bar">
        <KeyPickers
          environmentId={picks.environmentId}
          keyId={picks.keyId}
          onEnvironment={(environmentId) => onPick({ environmentId })}
          onKey={(keyId) => onPick({ keyId })}
        />
        <ModelPicker vaultKey={keyOf(picks.keyId)} value={picks.model} onValueChange={(model) => onPick({ model })} />
        <span className="composer__end">
          {environment?.guarded && environment.confirmed ? (
            <span className="composer__guard hide-narrow" data-env={environment.colour}>
              <EnvironmentGlyph shape={environment.shape} />
              {words.guarded(environment.name)}
            </span>
          ) : null}
          {isRunning ? (
            <Button
              variant="primary"
              icon={<Square className="i i--14 i--fill" />}
              shortcut="escape"
              busy={isStopping}
              onClick={onStop}
            >
              {isStopping ? words.stopping : words.stop}
            </Button>
          ) : (
            <Button
              variant="primary"
              icon={<Play className="i i--14" />}
              shortcut={props.sendKey === 'enter' ? 'enter' : 'mod+enter'}
              disabled={draft.trim() === ''}
              onClick={run}
            >
              {words.run}
            </Button>
          )}
        </span>
      </div>
    </div>
  )
}

function complaintAbout(picks: Picks, draft: string): string | null {
  if (picks.keyId === null) return words.needsKey
  if (picks.model.trim() === '') return words.needsModel
  return draft.length > LONGEST ? words.tooLong : null
}
