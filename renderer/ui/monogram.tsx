import { classNames } from '../lib/class-names.ts'

export interface MonogramProps {
  /** Two letters. */
  letters: string
  /** Whose they are. Read aloud only where the name doesn't stand beside it. */
  name: string
  /** False where the name stands beside it. */
  isNamed?: boolean
  size?: 'small' | 'normal' | 'large'
}

/** The neutral tile of a provider. Providers get no colour: colour belongs to environments. */
export function Monogram({ letters, name, isNamed = false, size = 'normal' }: MonogramProps) {
  const sizeClass = size === 'small' ? 'mg--sm' : size === 'large' ? 'mg--lg' : null
  const naming = isNamed ? { role: 'img', 'aria-label': name } : { 'aria-hidden': true }
  return (
    <span className={classNames('mg', sizeClass)} title={name} {...naming}>
      {letters}
    </span>
  )
}
