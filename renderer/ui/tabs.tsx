import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'

export interface TabsProps<Value extends string> {
  value: Value
  onValueChange: (value: Value) => void
  /** `note` stands behind the text in grey: a count, something to mend. */
  tabs: readonly { value: Value; text: string; note?: ReactNode; content: ReactNode }[]
  /** Sits in a page head. */
  head?: boolean
  'aria-label': string
}

/** Tabs with their panels. Only the chosen panel is in the page. */
export function Tabs<Value extends string>({ value, onValueChange, tabs, head, ...rest }: TabsProps<Value>) {
  return (
    <Base.Root value={value} onValueChange={(next) => onValueChange(next as Value)}>
      <Base.List className={classNames('tabs', head && 'tabs--head')} aria-label={rest['aria-label']}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} className="tab">
            {tab.text} {tab.note ? <span className="tab__note">{tab.note}</span> : null}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value}>
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
