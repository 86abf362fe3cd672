import { classNames } from '../lib/class-names.ts'
import { EnvironmentGlyph, type Shape } from './environment-glyph.tsx'

export interface EnvironmentMarkProps {
  name: string
  colour: string
  shape: Shape
  /** On a tile of its tint, where it stands alone. */
  tint?: boolean
}

/** An environment: glyph, colour and word together. */
export function EnvironmentMark({ name, colour, shape, tint }: EnvironmentMarkProps) {
  return (
    <span className={classNames('env', tint && 'env--tint')} data-env={colour}>
      <EnvironmentGlyph shape={shape} />
      <span className="trunc">{name}</span>
    </span>
  )
}
