import { Radio } from '@base-ui/react/radio'
import { Check, TriangleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Chip } from '../../ui/chip.tsx'

export interface StoreCardProps {
  value: string
  title: string
  text: ReactNode
  good: readonly string[]
  mind: readonly string[]
  /** The state beside the title. */
  tag?: { text: string; tone: 'ok' | 'neutral' }
  disabled?: boolean
  /** Below the list: a form, a word of help. */
  children?: ReactNode
}

/** One store to choose: what is good about it, and what to mind. */
export function StoreCard({ value, title, text, good, mind, tag, disabled = false, children }: StoreCardProps) {
  const titleId = useId()
  const textId = useId()
  return (
    <div className="store">
      <label className="store__label">
        <span className="store__head">
          <Radio.Root
            value={value}
            className="radio"
            disabled={disabled}
            aria-labelledby={titleId}
            aria-describedby={textId}
          />
          <b className="store__title" id={titleId}>
            {title}
          </b>
          {tag ? <Chip tone={tag.tone}>{tag.text}</Chip> : null}
        </span>
        <span className="store__text" id={textId}>
          {text}
        </span>
        <ul className="store__list">
          {good.map((line) => (
            <li key={line}>
              <Check className="i i--14 fg-ok" />
              {line}
            </li>
          ))}
          {mind.map((line) => (
            <li key={line}>
              <TriangleAlert className="i i--14 fg-warn" />
              {line}
            </li>
          ))}
        </ul>
      </label>
      {children}
    </div>
  )
}
