import { Eye, EyeOff } from 'lucide-react'
import type { RefObject } from 'react'
import { passphrase as words } from '../strings/en/passphrase.ts'
import { TextInput } from './text-input.tsx'

export interface PassphraseInputProps {
  value: string
  onValueChange: (text: string) => void
  isShown: boolean
  onShownChange: (isShown: boolean) => void
  autoComplete: 'new-password' | 'current-password'
  disabled?: boolean
  ref?: RefObject<HTMLInputElement | null>
}

/** A passphrase in dots, and in letters for whoever asks. */
export function PassphraseInput({ isShown, onShownChange, ref, ...rest }: PassphraseInputProps) {
  return (
    <TextInput
      {...rest}
      {...(ref ? { ref } : {})}
      type={isShown ? 'text' : 'password'}
      end={
        <button
          type="button"
          className="input__button"
          aria-label={isShown ? words.hide : words.show}
          aria-pressed={isShown}
          onClick={() => onShownChange(!isShown)}
        >
          {isShown ? <EyeOff className="i i--14" /> : <Eye className="i i--14" />}
        </button>
      }
    />
  )
}
