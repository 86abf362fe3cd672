import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import type { Combo } from '../lib/shortcuts.ts'
import { Kbd } from './kbd.tsx'

/** `primary` is brass: one a view. `confirm-danger` only in a dialog that confirms. */
export type ButtonVariant = 'default' | 'primary' | 'ghost' | 'danger' | 'confirm-danger' | 'link'

export interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className'> {
  variant?: ButtonVariant
  size?: 'normal' | 'small'
  icon?: ReactNode
  /** Shows the keys that do the same. Bind them with `useShortcut` or `useCommands`. */
  shortcut?: Combo
  /** Shows a spinner and takes no second press. It keeps the focus, and the page its keys. */
  busy?: boolean
  className?: string | undefined
}

// A press would send the form that the button stands in.
const takeNoPress = (event: MouseEvent) => event.preventDefault()

/** A push button. */
export function Button({ variant = 'default', size, icon, shortcut, busy, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      // Not `disabled`: it would lose the focus, and the page its keys.
      aria-disabled={busy || undefined}
      onClick={busy ? takeNoPress : rest.onClick}
      className={classNames(
        'btn',
        variant !== 'default' && `btn--${variant}`,
        size === 'small' && 'btn--sm',
        className,
      )}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon}
      {children}
      {shortcut ? <Kbd combo={shortcut} /> : null}
    </button>
  )
}
