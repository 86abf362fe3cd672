import { ClipboardPaste, Eye, EyeOff } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react'
import { isComposing } from '../../../lib/shortcuts.ts'
import { keysAdd as words } from '../../../strings/en/keys-add.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import './secret-field.css'

interface SecretFieldProps {
  /** The field itself: its value is read from here and nowhere kept. */
  field: RefObject<HTMLTextAreaElement | null>
  label: string
  placeholder: string
  error: string | null
  /** Null where the host can't read the clipboard. */
  onClipboard: (() => void) | null
  isBusy: boolean
}

/** No password manager, no spelling service, no suggestion may see it. */
export const privately = {
  autoComplete: 'off',
  autoCorrect: 'off',
  autoCapitalize: 'off',
  spellCheck: false,
  writingsuggestions: 'false',
  'data-1p-ignore': '',
  'data-bwignore': '',
  'data-lpignore': 'true',
  'data-form-type': 'other',
}

/**
 * Where a secret is pasted. Uncontrolled: the text lies in the element alone, never in React's state. An area, not an
 * input, so that line breaks reach the core, which can tell two keys from one that was wrapped.
 */
export function SecretField({ field, label, placeholder, error, onClipboard, isBusy }: SecretFieldProps) {
  const id = useId()
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    const element = field.current
    return () => {
      if (element) element.value = ''
    }
  }, [field])
  return (
    <div className="field">
      <span className="field__label">
        <label htmlFor={id}>{label}</label>
      </span>
      <div className="secret-row">
        <span className="input input--mono secret-box" data-invalid={error ? '' : undefined}>
          <textarea
            {...privately}
            ref={field}
            id={id}
            rows={1}
            wrap="off"
            className="secret-input"
            data-shown={isShown ? '' : undefined}
            placeholder={placeholder}
            aria-invalid={error !== null}
            aria-describedby={`${id}-word`}
            readOnly={isBusy}
            onKeyDown={submitOnEnter}
          />
          <span className="input__end">
            <IconButton
              label={isShown ? words.hide : words.show}
              icon={isShown ? <EyeOff className="i i--14" /> : <Eye className="i i--14" />}
              size="small"
              aria-pressed={isShown}
              onClick={() => setIsShown(!isShown)}
            />
          </span>
        </span>
        {onClipboard ? (
          <Button icon={<ClipboardPaste className="i" />} busy={isBusy} onClick={onClipboard}>
            {words.clipboard}
          </Button>
        ) : null}
      </div>
      <span id={`${id}-word`} className={error ? 'field__error' : 'hint'} role={error ? 'alert' : undefined}>
        {error ?? (onClipboard ? `${words.secretHint} ${words.clipboardHint}` : words.secretHint)}
      </span>
    </div>
  )
}

function submitOnEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return
  event.preventDefault()
  event.currentTarget.form?.requestSubmit()
}
