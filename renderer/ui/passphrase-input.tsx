import { Eye, EyeOff } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useState } from 'react'
import { passphrase as words } from '../strings/en/passphrase.ts'
import { TextInput } from './text-input.tsx'

export interface PassphraseInputProps {
  value: string
  onValueChange: (text: string) => void
  /** Where two fields are shown and hidden together; alone, the field does it by itself. */
  isShown?: boolean
  /** Without it, a field that is told whether it is shown has no button of its own. */
  onShownChange?: (isShown: boolean) => void
  autoComplete: 'new-password' | 'current-password'
  disabled?: boolean
  ref?: RefObject<HTMLInputElement | null> | undefined
}

/** A passphrase in dots, and in letters for whoever asks. Says when Caps Lock is on. */
export function PassphraseInput({ isShown, onShownChange, ref, ...rest }: PassphraseInputProps) {
  const [isOwnShown, setIsOwnShown] = useState(false)
  const [hasCaps, setHasCaps] = useState(false)
  const inLetters = isShown ?? isOwnShown
  const change = isShown === undefined ? setIsOwnShown : onShownChange
  const noteCaps = (event: KeyboardEvent) => setHasCaps(event.getModifierState('CapsLock'))
  return (
    <>
      <TextInput
        {...rest}
        {...(ref ? { ref } : {})}
        type={inLetters ? 'text' : 'password'}
        onKeyDown={noteCaps}
        onKeyUp={noteCaps}
        onBlur={() => setHasCaps(false)}
        end={
          change ? (
            <button
              type="button"
              className="input__button"
              aria-label={inLetters ? words.hide : words.show}
              aria-pressed={inLetters}
              onClick={() => change(!inLetters)}
            >
              {inLetters ? <EyeOff className="i i--14" /> : <Eye className="i i--14" />}
            </button>
          ) : null
        }
      />
      <span role="status" className={hasCaps ? 'hint fg-warn' : 'sr-only'}>
        {hasCaps ? words.capsLock : null}
      </span>
    </>
  )
}
