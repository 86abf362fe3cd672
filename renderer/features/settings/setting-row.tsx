import type { ReactNode } from 'react'

export interface SettingRowProps {
  label: string
  hint?: string
  children: ReactNode
}

/** A setting: its name and what it does at the left, its control at the right. */
export function SettingRow({ label, hint, children }: SettingRowProps) {
  return (
    <div className="setting">
      <div>
        <span className="setting__label">{label}</span>
        {hint ? <p className="hint">{hint}</p> : null}
      </div>
      <div className="setting__control">{children}</div>
    </div>
  )
}
