import { imports as words } from '../../../strings/en/imports.ts'
import { ui } from '../../../strings/en/ui.ts'
import { Button } from '../../../ui/button.tsx'
import type { ImportFlow } from './use-import.ts'

interface ImportActionsProps {
  stage: 'source' | 'rows' | 'result'
  formId: string
  flow: ImportFlow
  /** How many rows can be stored now. */
  ready: number
  /** How many lines could be taken out of the file. */
  offers: number
  /** Whether rows are left that were not stored. */
  hasRest: boolean
  on: {
    close: () => void
    back: () => void
    store: () => void
    removeLines: () => void
    backToRows: () => void
  }
}

/** The buttons of each stage, the one that goes on last. */
export function ImportActions({ stage, formId, flow, ready, offers, hasRest, on }: ImportActionsProps) {
  if (stage === 'source') {
    return (
      <>
        <Button onClick={on.close}>{ui.cancel}</Button>
        <Button type="submit" form={formId} variant="primary" busy={flow.isReading}>
          {words.source.read}
        </Button>
      </>
    )
  }
  if (stage === 'rows') {
    return flow.storing ? (
      <Button onClick={flow.stop}>{words.rows.stop}</Button>
    ) : (
      <>
        <Button onClick={on.back}>{words.rows.back}</Button>
        <Button variant="primary" disabled={ready === 0} onClick={on.store}>
          {words.rows.submit(ready)}
        </Button>
      </>
    )
  }
  return (
    <>
      {hasRest ? (
        <Button variant="ghost" onClick={on.backToRows}>
          {words.result.again}
        </Button>
      ) : null}
      {offers > 0 ? (
        <>
          <Button onClick={on.close}>{words.result.keep}</Button>
          <Button variant="primary" onClick={on.removeLines}>
            {words.result.remove(offers)}
          </Button>
        </>
      ) : (
        <Button variant="primary" onClick={on.close}>
          {words.result.done}
        </Button>
      )}
    </>
  )
}
