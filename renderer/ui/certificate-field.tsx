import { FileBadge, TriangleAlert } from 'lucide-react'
import { type ChangeEvent, useEffect, useMemo, useRef, useState } from 'react'
import { formatDate } from '../lib/format.ts'
import { type CertificateFacts, readCertificates } from '../lib/read-certificate.ts'
import { useToday } from '../lib/use-today.ts'
import { providerForm } from '../strings/en/provider-form.ts'
import { Button } from './button.tsx'
import { Field } from './field.tsx'
import { TextArea } from './text-area.tsx'

const words = providerForm.certificate
const largest = 100_000

interface CertificateFieldProps {
  /** PEM, or empty for none. */
  value: string
  onValueChange: (pem: string) => void
  error?: string | null | undefined
}

/** An extra certificate authority: from a file or pasted, then shown by what it says of itself. */
export function CertificateField({ value, onValueChange, error }: CertificateFieldProps) {
  const [isPasting, setIsPasting] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const file = useRef<HTMLInputElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const remove = useRef<HTMLButtonElement>(null)
  const read = useMemo(() => readCertificates(value), [value])
  const isTyped = read === null && (isPasting || value !== '')
  useEffect(() => {
    if (isPasting) (read ? remove.current : area.current)?.focus()
  }, [isPasting, read])

  const change = (pem: string) => {
    setTrouble(null)
    onValueChange(pem)
  }
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget
    const [chosen] = input.files ?? []
    if (!chosen) return
    if (chosen.size > largest) setTrouble(words.tooLarge)
    else {
      try {
        change(await chosen.text())
      } catch (reason) {
        setTrouble(words.unreadable(reason instanceof Error ? reason.message : String(reason)))
      }
    }
    // The same file can be chosen again after a refusal.
    input.value = ''
  }
  const wrong = trouble ?? error ?? null
  const ways = (
    <span className="certificate__ways">
      <Button size="small" icon={<FileBadge className="i i--14" />} onClick={() => file.current?.click()}>
        {read ? words.replace : words.choose}
      </Button>
      {read ? (
        <Button
          ref={remove}
          size="small"
          onClick={() => {
            setIsPasting(false)
            change('')
          }}
        >
          {words.remove}
        </Button>
      ) : null}
      {read || isTyped ? null : (
        <Button size="small" onClick={() => setIsPasting(true)}>
          {words.paste}
        </Button>
      )}
    </span>
  )
  const input = <input ref={file} type="file" accept=".pem,.crt,.cer" hidden onChange={(event) => void take(event)} />
  if (isTyped) {
    return (
      <div className="certificate">
        <Field label={words.pasteLabel} hint={words.hint} error={wrong} className="self-stretch w-full">
          <TextArea ref={area} mono rows={4} maxLines={8} value={value} spellCheck={false} onValueChange={change} />
        </Field>
        {ways}
        {input}
      </div>
    )
  }
  return (
    <div className="field" role="group" aria-label={words.label}>
      <span className="field__label">{words.label}</span>
      <div className="certificate">
        {read ? <Certificates list={read} /> : null}
        {ways}
        {input}
      </div>
      {wrong ? (
        <span className="field__error" role="alert">
          {wrong}
        </span>
      ) : (
        <span className="hint">{words.hint}</span>
      )}
    </div>
  )
}

function Certificates({ list }: { list: readonly CertificateFacts[] }) {
  const today = useToday()
  return (
    <ul className="certificate__list">
      {list.map(({ subject, issuer, notAfter }, place) => {
        const isOver = notAfter < today.from
        const date = formatDate(notAfter)
        return (
          <li key={`${place} ${subject}`}>
            <span className="trunc sel">{subject || words.nameless}</span>
            <span className="trunc text-fg-3">{words.issuedBy(issuer === subject ? words.itself : issuer)}</span>
            <span className={isOver ? 'certificate__until fg-bad' : 'certificate__until'}>
              {isOver ? <TriangleAlert className="i i--12 inline" aria-hidden="true" /> : null}{' '}
              {isOver ? words.expired(date) : words.expires(date)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
