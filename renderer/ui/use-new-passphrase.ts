import { useRef, useState } from 'react'
import { type PassphraseProblem, passphraseProblem } from '../lib/passphrase-strength.ts'

/** A new passphrase while it is typed: what `PassphraseFields` shows, and what a form takes once it is good. */
export function useNewPassphrase() {
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [problem, setProblem] = useState<PassphraseProblem | null>(null)
  const inputRef = useRef<HTMLInputElement>(null)
  const againRef = useRef<HTMLInputElement>(null)
  return {
    fields: { passphrase, again, onPassphrase: setPassphrase, onAgain: setAgain, problem, inputRef, againRef },
    /** The passphrase; or null, with what is wrong said and the focus where it can be mended. */
    take: (): string | null => {
      const found = passphraseProblem(passphrase, again)
      setProblem(found)
      if (found === null) return passphrase
      const wrong = found === 'short' ? inputRef : againRef
      wrong.current?.focus()
      return null
    },
  }
}
