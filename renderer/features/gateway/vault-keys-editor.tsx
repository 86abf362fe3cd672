import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { VaultKey } from '../../../contract/keys.ts'
import { localKeys } from '../../strings/en/local-keys.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'

const words = localKeys.fields

interface VaultKeysEditorProps {
  /** In the order in which they are tried; null is every vault key of the environment. */
  value: readonly string[] | null
  onChange: (value: readonly string[] | null) => void
  /** Those of its environment, the oldest first. */
  vaultKeys: readonly VaultKey[]
}

/** Which vault keys a local key uses, and in what order. Alt with the arrows moves one; its buttons do too. */
export function VaultKeysEditor({ value, onChange, vaultKeys }: VaultKeysEditorProps) {
  const [said, setSaid] = useState('')
  const list = useRef<HTMLOListElement>(null)
  if (value === null) {
    return (
      <div className="vault-keys">
        <span className="text-12 text-fg-2">{words.vaultKeysAll(vaultKeys.length)}</span>
        {vaultKeys.length > 0 ? (
          <Button size="small" onClick={() => onChange(vaultKeys.map(({ id }) => id))}>
            {words.vaultKeyChoose}
          </Button>
        ) : null}
      </div>
    )
  }
  const nameOf = (id: string) => vaultKeys.find((key) => key.id === id)?.name ?? words.vaultKeyGone
  const others = vaultKeys.filter(({ id }) => !value.includes(id))
  const move = (from: number, by: -1 | 1) => {
    const to = from + by
    const id = value[from]
    if (id === undefined || to < 0 || to >= value.length) return
    onChange(value.toSpliced(from, 1).toSpliced(to, 0, id))
    setSaid(words.vaultKeyMoved(nameOf(id), to + 1, value.length))
    // The line that moved keeps the focus, on the same of its buttons where that still does something.
    requestAnimationFrame(() => focusButton(list.current, to, by))
  }
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    event.stopPropagation()
    move(index, event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <div className="vault-keys">
      {value.length === 0 ? <span className="text-12 text-fg-3">{words.vaultKeysEmpty}</span> : null}
      <ol ref={list} className="vault-keys__list" aria-label={words.vaultKeys}>
        {value.map((id, index) => (
          <li key={id}>
            <span className="vault-keys__place">{index + 1}</span>
            <span className="trunc" dir="auto">
              {nameOf(id)}
            </span>
            <IconButton
              label={words.vaultKeyUp(nameOf(id))}
              shortcut="alt+arrowup"
              size="small"
              disabled={index === 0}
              icon={<ArrowUp className="i i--12" />}
              onKeyDown={(event) => onKeyDown(event, index)}
              onClick={() => move(index, -1)}
            />
            <IconButton
              label={words.vaultKeyDown(nameOf(id))}
              shortcut="alt+arrowdown"
              size="small"
              disabled={index === value.length - 1}
              icon={<ArrowDown className="i i--12" />}
              onKeyDown={(event) => onKeyDown(event, index)}
              onClick={() => move(index, 1)}
            />
            <IconButton
              label={words.vaultKeyRemove(nameOf(id))}
              size="small"
              icon={<X className="i i--12" />}
              onKeyDown={(event) => onKeyDown(event, index)}
              onClick={() => onChange(value.length === 1 ? null : value.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ol>
      <span className="vault-keys__foot">
        {others.length > 0 ? (
          <Select
            size="small"
            aria-label={words.vaultKeyAdd}
            placeholder={words.vaultKeyAdd}
            value={null}
            onValueChange={(id) => onChange([...value, id])}
            options={others.map(({ id, name }) => ({ value: id, text: name }))}
          />
        ) : null}
        <Button variant="link" className="text-12" onClick={() => onChange(null)}>
          {words.vaultKeyAll}
        </Button>
      </span>
      <span className="sr-only" role="status">
        {said}
      </span>
    </div>
  )
}

function focusButton(list: HTMLOListElement | null, index: number, by: -1 | 1): void {
  const buttons = [...(list?.children[index]?.querySelectorAll('button') ?? [])]
  const [up, down] = buttons
  const wanted = by === -1 ? up : down
  const other = by === -1 ? down : up
  if (wanted && !wanted.disabled) wanted.focus()
  else other?.focus()
}
