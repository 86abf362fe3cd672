import { ClipboardPaste, FolderOpen } from 'lucide-react'
import { type FormEvent, type RefObject, useState } from 'react'
import type { ImportSource } from '../../../../contract/imports.ts'
import { client } from '../../../lib/client.ts'
import { useHost } from '../../../lib/use-host.ts'
import { imports as words } from '../../../strings/en/imports.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import { privately } from '../add/secret-field.tsx'
import { troubleWords } from './use-import.ts'

/** What a person chose to read. */
export type SourceKind = 'text' | 'env-file'

interface SourceStageProps {
  formId: string
  kind: SourceKind
  /** The pasted text lies in the element alone, and is emptied once it was read. */
  area: RefObject<HTMLTextAreaElement | null>
  path: string
  onPathChange: (path: string) => void
  trouble: string | null
  isBusy: boolean
  onRead: (source: ImportSource) => void
}

/** Where the keys come from: pasted text, the clipboard, or a file that the core reads. */
export function SourceStage({ formId, kind, area, path, onPathChange, trouble, isBusy, onRead }: SourceStageProps) {
  const host = useHost()
  const [own, setOwn] = useState<string | null>(null)
  const error = own ?? trouble

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setOwn(null)
    if (kind === 'env-file') {
      if (path.trim() === '') return setOwn(words.source.noPath)
      return onRead({ from: 'env-file', path: path.trim() })
    }
    const text = area.current?.value ?? ''
    if (text.trim() === '') return setOwn(words.source.empty)
    onRead({ from: 'text', text })
  }
  const browse = async () => {
    setOwn(null)
    try {
      const { path: chosen } = await client.imports.chooseFile()
      if (chosen !== null) onPathChange(chosen)
    } catch (refusal) {
      setOwn(troubleWords(refusal))
    }
  }

  return (
    <form id={formId} onSubmit={submit} noValidate className="import-source">
      {kind === 'text' ? (
        <>
          <Field label={words.source.area} hint={words.source.areaHint} error={error}>
            <textarea
              {...privately}
              ref={area}
              rows={8}
              wrap="off"
              className="input input--mono import-area"
              aria-label={words.source.area}
              placeholder={words.source.areaPlaceholder}
              readOnly={isBusy}
            />
          </Field>
          {host?.readsClipboard ? (
            <div>
              <Button
                icon={<ClipboardPaste className="i" />}
                disabled={isBusy}
                onClick={() => onRead({ from: 'clipboard' })}
              >
                {words.source.clipboard}
              </Button>
            </div>
          ) : null}
        </>
      ) : (
        <div className="import-path">
          <Field label={words.source.path} hint={words.source.pathHint} error={error}>
            <TextInput
              mono
              value={path}
              maxLength={4_096}
              placeholder={words.source.pathPlaceholder}
              onValueChange={onPathChange}
            />
          </Field>
          {host?.choosesFiles ? (
            <Button icon={<FolderOpen className="i" />} disabled={isBusy} onClick={() => void browse()}>
              {words.source.browse}
            </Button>
          ) : null}
        </div>
      )}
    </form>
  )
}
