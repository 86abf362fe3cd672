import { Button as BaseButton } from '@base-ui/react/button'
import type { ComponentPropsWithRef, ReactNode } from 'react'
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
  /** Shows a spinner and takes no second press. */
  busy?: boolean
  className?: string | undefined
}

/** A push button. */
export function Button({ variant = 'default', size, icon, shortcut, busy, className, children, ...rest }: ButtonProps) {
  return (
    <BaseButton
      type="button"
      {...rest}
      disabled={rest.disabled === true || busy === true}
      focusableWhenDisabled={busy === true}
      aria-busy={busy || undefined}
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
    </BaseButton>
  )
}
