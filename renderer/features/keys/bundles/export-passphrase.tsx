import { useEffect, useRef, useState } from 'react'
import { client } from '../../../lib/client.ts'
import { wordsOf } from '../../../lib/known-error.ts'
import { shortestPassphrase } from '../../../lib/passphrase-strength.ts'
import { bundles } from '../../../strings/en/bundles.ts'
import { ui } from '../../../strings/en/ui.ts'
import { Button } from '../../../ui/button.tsx'
import { PassphraseFields } from '../../../ui/passphrase-fields.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { ShownOnce } from '../../../ui/shown-once.tsx'

const words = bundles.export

/** A passphrase in the making. */
export interface PassphraseDraft {
  way: 'suggested' | 'own'
  suggestion: { ticket: string; shownOnce: string } | null
  isStored: boolean
  own: string
  again: string
}

export const noPassphrase: PassphraseDraft = { way: 'suggested', suggestion: null, isStored: false, own: '', again: '' }

/** The passphrase, once the person can be expected to have it again; null until then. */
export function chosenPassphrase({ way, suggestion, isStored, own, again }: PassphraseDraft): string | null {
  if (way === 'suggested') return suggestion && isStored ? suggestion.shownOnce : null
  return own.length >= shortestPassphrase && own === again ? own : null
}

interface ExportPassphraseProps {
  draft: PassphraseDraft
  onChange: (part: Partial<PassphraseDraft>) => void
}

/** One that Keydeck makes, shown once, or the person's own, typed twice. */
export function ExportPassphrase({ draft, onChange }: ExportPassphraseProps) {
  const { way, suggestion } = draft
  const [trouble, setTrouble] = useState<string | null>(null)
  const own = useRef<HTMLInputElement>(null)
  const suggest = async () => {
    setTrouble(null)
    try {
      onChange({ suggestion: await client.bundles.suggestPassphrase(), isStored: false })
    } catch (error) {
      setTrouble(wordsOf(error))
    }
  }
  const isAsked = useRef(false)
  useEffect(() => {
    if (isAsked.current) return
    isAsked.current = true
    void suggest()
  })
  return (
    <div className="field bundle-passphrase" role="group" aria-label={words.passphrase}>
      <span className="field__label">{words.passphrase}</span>
      <Segmented<PassphraseDraft['way']>
        aria-label={words.passphrase}
        value={way}
        onValueChange={(next) => {
          onChange({ way: next })
          if (next === 'own') requestAnimationFrame(() => own.current?.focus())
        }}
        options={[
          { value: 'suggested', text: words.suggested },
          { value: 'own', text: words.own },
        ]}
      />
      {way === 'own' ? (
        <PassphraseFields
          inputRef={own}
          label={words.yours}
          passphrase={draft.own}
          again={draft.again}
          onPassphrase={(text) => onChange({ own: text })}
          onAgain={(text) => onChange({ again: text })}
        />
      ) : null}
      {way === 'suggested' && suggestion ? (
        <>
          <ShownOnce
            text={suggestion.shownOnce}
            ticket={suggestion.ticket}
            label={words.passphrase}
            actions={
              <Button size="small" variant="ghost" onClick={() => void suggest()}>
                {words.another}
              </Button>
            }
          />
          <span className="hint">{words.shownOnce}</span>
        </>
      ) : null}
      {way === 'suggested' && trouble ? (
        <span className="field__error" role="alert">
          {trouble}{' '}
          <Button variant="link" onClick={() => void suggest()}>
            {ui.retry}
          </Button>
        </span>
      ) : null}
    </div>
  )
}
