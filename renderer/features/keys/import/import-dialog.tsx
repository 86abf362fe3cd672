import { useId, useRef, useState } from 'react'
import type { ImportSource, RemovedLine } from '../../../../contract/imports.ts'
import { client } from '../../../lib/client.ts'
import { imports as words } from '../../../strings/en/imports.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Field } from '../../../ui/field.tsx'
import { Progress } from '../../../ui/progress.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { SelectBox } from '../../../ui/select-box.tsx'
import type { KeysDialogProps } from '../keys-dialogs.ts'
import { ImportActions } from './import-actions.tsx'
import { ResultStage } from './result-stage.tsx'
import { choicesOf, draftRows, type RowDraft } from './row-draft.ts'
import { RowsStage } from './rows-stage.tsx'
import { type SourceKind, SourceStage } from './source-stage.tsx'
import { troubleWords, useImport } from './use-import.ts'
import './import.css'

/** Many keys by paste; the person can change to a file. */
export const AddManyDialog = (props: KeysDialogProps) => <ImportDialog {...props} from="text" />

/** A `.env` file; the person can change to pasted text. */
export const EnvFileDialog = (props: KeysDialogProps) => <ImportDialog {...props} from="env-file" />

/** Adds many keys: read, every row looked at, stored, and a file's lines taken out. Mounted while it is open. */
function ImportDialog({
  from,
  providers,
  environments,
  environmentId,
  onClose,
}: KeysDialogProps & { from: SourceKind }) {
  const formId = useId()
  const flow = useImport()
  const area = useRef<HTMLTextAreaElement>(null)
  const [kind, setKind] = useState<SourceKind>(from)
  const [path, setPath] = useState('')
  const [place, setPlace] = useState(environmentId ?? environments[0]?.id ?? '')
  const [drafts, setDrafts] = useState<readonly RowDraft[]>([])
  const [overrideReason, setOverrideReason] = useState('')
  const [isDone, setIsDone] = useState(false)
  const [removed, setRemoved] = useState<readonly RemovedLine[] | null>(null)
  const [removeTrouble, setRemoveTrouble] = useState<string | null>(null)

  const read = async (source: ImportSource) => {
    const batch = await flow.read(source)
    if (!batch) return
    if (area.current) area.current.value = ''
    setIsDone(false)
    setRemoved(null)
    setDrafts(draftRows(batch.rows, place))
  }
  const choices = choicesOf(drafts, providers, environments, overrideReason)
  const store = async () => {
    await flow.store(choices)
    setIsDone(true)
  }
  const storedLines = flow.results.flatMap((result) => (result.key ? [result.line] : []))
  const removeLines = async () => {
    if (!flow.batch) return
    setRemoveTrouble(null)
    try {
      setRemoved(await client.imports.removeLines({ batchId: flow.batch.id, lines: storedLines }))
    } catch (error) {
      setRemoveTrouble(troubleWords(error))
    }
  }
  const backToRows = () => {
    setDrafts(drafts.filter((draft) => !storedLines.includes(draft.row.line)))
    setIsDone(false)
  }

  const stage = !flow.batch ? 'source' : isDone ? 'result' : 'rows'
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={area}
      size={stage === 'rows' ? 'full' : 'wide'}
      title={kind === 'env-file' ? words.title.env : words.title.many}
      actions={
        <ImportActions
          stage={stage}
          formId={formId}
          flow={flow}
          ready={choices.length}
          offers={removed === null && flow.batch?.file ? storedLines.length : 0}
          hasRest={drafts.length > storedLines.length}
          on={{
            close: onClose,
            back: flow.back,
            store: () => void store(),
            removeLines: () => void removeLines(),
            backToRows,
          }}
        />
      }
      footNote={
        flow.storing ? (
          <span className="import-progress" role="status">
            {words.rows.storing(flow.storing.done, flow.storing.all)}
            <Progress
              value={flow.storing.done / flow.storing.all}
              aria-label={words.rows.storing(flow.storing.done, flow.storing.all)}
            />
          </span>
        ) : null
      }
    >
      {stage === 'source' ? (
        <div className="import-source">
          <div className="import-choice">
            <Segmented<SourceKind>
              aria-label={words.source.choice}
              value={kind}
              onValueChange={setKind}
              options={[
                { value: 'text', text: words.source.text },
                { value: 'env-file', text: words.source.env },
              ]}
            />
            <Field label={words.source.environment} forButton>
              <SelectBox
                value={place}
                onValueChange={setPlace}
                options={environments.map(({ id, name, colour, shape }) => ({
                  value: id,
                  text: name,
                  content: <EnvironmentMark name={name} colour={colour} shape={shape} />,
                }))}
              />
            </Field>
          </div>
          <SourceStage
            formId={formId}
            kind={kind}
            area={area}
            path={path}
            onPathChange={setPath}
            trouble={flow.trouble}
            isBusy={flow.isReading}
            onRead={(source) => void read(source)}
          />
        </div>
      ) : null}
      {stage === 'rows' && flow.batch ? (
        <RowsStage
          batch={flow.batch}
          drafts={drafts}
          onDraftsChange={setDrafts}
          providers={providers}
          environments={environments}
          overrideReason={overrideReason}
          onOverrideReasonChange={setOverrideReason}
          isBusy={flow.storing !== null}
        />
      ) : null}
      {stage === 'result' && flow.batch ? (
        <ResultStage
          batch={flow.batch}
          results={flow.results}
          removed={removed}
          trouble={removeTrouble ?? flow.trouble}
        />
      ) : null}
    </Dialog>
  )
}
