import { FileLock2, FileUp } from 'lucide-react'
import { type DragEvent, type RefObject, useRef, useState } from 'react'
import { formatSize } from '../../../lib/format.ts'
import { bundles } from '../../../strings/en/bundles.ts'
import { Button } from '../../../ui/button.tsx'

const words = bundles.import

interface FileFieldProps {
  file: File | null
  onFile: (file: File) => void
  error: string | null
  disabled: boolean
  /** The button that chooses. */
  button: RefObject<HTMLButtonElement | null>
}

/** A file, dropped or chosen. The page reads it; what it reads is ciphertext. */
export function FileField({ file, onFile, error, disabled, button }: FileFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    const [dropped] = event.dataTransfer.files
    if (dropped && !disabled) onFile(dropped)
  }
  return (
    <div className="field" role="group" aria-label={words.file} data-invalid={error ? '' : undefined}>
      <span className="field__label">{words.file}</span>
      <div
        className="bundle-drop"
        data-over={isOver ? '' : undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={onDrop}
      >
        {file ? <FileLock2 className="i" aria-hidden="true" /> : <FileUp className="i" aria-hidden="true" />}
        {file ? (
          <span className="bundle-drop__name" role="status">
            <b className="trunc">{file.name}</b>
            <span className="text-fg-3">{formatSize(file.size)}</span>
          </span>
        ) : (
          <span className="text-fg-2">{words.drop}</span>
        )}
        <Button ref={button} size="small" disabled={disabled} onClick={() => input.current?.click()}>
          {file ? words.chooseOther : words.choose}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept=".keydeck"
        hidden
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? []
          if (chosen) onFile(chosen)
          // The same file can be chosen again after a refusal.
          currentTarget.value = ''
        }}
      />
      {error ? (
        <span className="field__error" role="alert">
          {error}
        </span>
      ) : null}
    </div>
  )
}
