import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import { Button, type ButtonProps } from './button.tsx'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'shortcut'> {
  /** Its name for everyone: read aloud, and shown as a tooltip. */
  label: string
  icon: ReactNode
  /** Shown in the tooltip. */
  shortcut?: ButtonProps['shortcut']
}

/** A square button with an icon. Its name shows on hover and focus. */
export function IconButton({ label, icon, shortcut, className, variant = 'ghost', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <Button
        {...rest}
        variant={variant}
        aria-label={label}
        className={classNames('btn--icon', className)}
        icon={icon}
      />
    </Tooltip>
  )
}
