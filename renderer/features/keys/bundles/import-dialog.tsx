import { useEffect, useId, useRef, useState } from 'react'
import { bundles } from '../../../strings/en/bundles.ts'
import { ui } from '../../../strings/en/ui.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Progress } from '../../../ui/progress.tsx'
import type { KeysDialogProps } from '../keys-dialogs.ts'
import { type BundleChoice, type BundleDraft, choicesOf, proposedDrafts } from './bundle-draft.ts'
import { BundleRows } from './bundle-rows.tsx'
import { FileStage } from './file-stage.tsx'
import { ImportResult } from './import-result.tsx'
import { type BundleFlow, useBundle } from './use-bundle.ts'
import '../import/import.css'
import './bundles.css'

const words = bundles.import

/** Imports keys from a file that Keydeck made: opened, every key looked at, brought in. Mounted while it is open. */
export function ImportBundleDialog({ all, onClose }: KeysDialogProps) {
  const formId = useId()
  const flow = useBundle()
  const button = useRef<HTMLButtonElement>(null)
  const rows = useRef<HTMLDivElement>(null)
  const done = useRef<HTMLButtonElement>(null)
  const [drafts, setDrafts] = useState<readonly BundleDraft[]>([])
  const [reason, setReason] = useState('')
  const [keysBefore, setKeysBefore] = useState(0)
  const stage = flow.results ? 'result' : flow.opened ? 'rows' : 'file'
  useEffect(() => {
    // Not on *Import*: an Enter too many would press it.
    if (stage === 'rows') rows.current?.focus()
    if (stage === 'result') done.current?.focus()
  }, [stage])

  const choices = choicesOf(drafts, reason)
  const open = async (content: string, passphrase: string) => {
    const opened = await flow.open(content, passphrase)
    if (opened) setDrafts(proposedDrafts(opened.rows))
  }
  const bringIn = () => {
    setKeysBefore(all.length)
    void flow.import(choices)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={button}
      {...(stage === 'rows' ? { size: 'full' as const } : {})}
      title={words.title}
      dismissible={!flow.isBusy}
      actions={
        stage === 'file' ? (
          <>
            <Button disabled={flow.isBusy} onClick={onClose}>
              {ui.cancel}
            </Button>
            <Button type="submit" form={formId} variant="primary" busy={flow.isBusy}>
              {words.open}
            </Button>
          </>
        ) : stage === 'rows' ? (
          <>
            <Button disabled={flow.isBusy} onClick={flow.back}>
              {words.back}
            </Button>
            <Button variant="primary" busy={flow.isBusy} disabled={choices.length === 0} onClick={bringIn}>
              {words.submit(choices.length)}
            </Button>
          </>
        ) : (
          <Button ref={done} variant="primary" onClick={onClose}>
            {words.done}
          </Button>
        )
      }
      footNote={<FootNote flow={flow} arrived={all.length - keysBefore} coming={countAdds(choices)} />}
    >
      {stage === 'file' ? (
        <FileStage
          formId={formId}
          button={button}
          trouble={flow.trouble}
          isBusy={flow.isBusy}
          onOpen={(content, passphrase) => void open(content, passphrase)}
        />
      ) : null}
      {stage === 'rows' && flow.opened ? (
        <>
          <BundleRows
            ref={rows}
            opened={flow.opened}
            drafts={drafts}
            onDraftsChange={setDrafts}
            all={all}
            reason={reason}
            onReasonChange={setReason}
            isBusy={flow.isBusy}
          />
          {flow.trouble ? (
            <p className="field__error" role="alert">
              {flow.trouble.text}
            </p>
          ) : null}
        </>
      ) : null}
      {flow.results ? <ImportResult drafts={drafts} results={flow.results} /> : null}
    </Dialog>
  )
}

const countAdds = (choices: readonly BundleChoice[]) => choices.filter(({ action }) => action === 'add').length

/** That a wait is no hang: how far the import is, told by the keys that came in. */
function FootNote({ flow, arrived, coming }: { flow: BundleFlow; arrived: number; coming: number }) {
  if (!flow.isBusy) return null
  const text = flow.opened ? words.importing(arrived, coming) : words.opening
  return (
    <span className="bundle-progress">
      <span role="status">{text}</span>
      <Progress value={flow.opened && coming > 0 ? arrived / coming : null} aria-label={text} />
    </span>
  )
}
