import { type RefObject, useEffect, useRef, useState } from 'react'
import { wordsOf } from '../../../lib/known-error.ts'
import { bundles } from '../../../strings/en/bundles.ts'
import { Field } from '../../../ui/field.tsx'
import { PassphraseInput } from '../../../ui/passphrase-input.tsx'
import { FileField } from './file-field.tsx'
import type { BundleTrouble } from './use-bundle.ts'

/** Longer texts than the core takes are no bundles. */
const LARGEST = 1_400_000

const words = bundles.import

interface FileStageProps {
  formId: string
  button: RefObject<HTMLButtonElement | null>
  trouble: BundleTrouble | null
  isBusy: boolean
  onOpen: (content: string, passphrase: string) => void
}

/** The file and its passphrase. */
export function FileStage({ formId, button, trouble, isBusy, onOpen }: FileStageProps) {
  const [file, setFile] = useState<File | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const [isShown, setIsShown] = useState(false)
  const [wrong, setWrong] = useState<BundleTrouble | null>(null)
  const phraseField = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (trouble?.at === 'passphrase') phraseField.current?.select()
    if (trouble?.at === 'file') button.current?.focus()
  }, [trouble, button])

  const choose = (chosen: File) => {
    setFile(chosen)
    setWrong(null)
    phraseField.current?.focus()
  }
  const submit = async () => {
    if (isBusy) return
    if (!file) {
      setWrong({ at: 'file', text: words.chooseFirst })
      button.current?.focus()
      return
    }
    if (file.size > LARGEST) return setWrong({ at: 'file', text: words.tooLarge })
    if (passphrase === '') {
      setWrong({ at: 'passphrase', text: words.typeFirst })
      phraseField.current?.focus()
      return
    }
    setWrong(null)
    try {
      // An empty file is no bundle either; the core says so of a blank.
      onOpen((await file.text()) || ' ', passphrase)
    } catch (error) {
      setWrong({ at: 'file', text: words.unreadable(wordsOf(error)) })
    }
  }
  const shown = wrong ?? trouble
  return (
    <form
      id={formId}
      className="bundle-form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <FileField
        file={file}
        onFile={choose}
        error={shown?.at === 'file' ? shown.text : null}
        disabled={isBusy}
        button={button}
      />
      <Field label={words.passphrase} error={shown?.at === 'passphrase' ? shown.text : null}>
        <PassphraseInput
          ref={phraseField}
          autoComplete="current-password"
          value={passphrase}
          onValueChange={(text) => {
            setPassphrase(text)
            if (wrong?.at === 'passphrase') setWrong(null)
          }}
          isShown={isShown}
          onShownChange={setIsShown}
          disabled={isBusy}
        />
      </Field>
      {shown?.at === 'all' ? (
        <p className="field__error" role="alert">
          {shown.text}
        </p>
      ) : null}
    </form>
  )
}
