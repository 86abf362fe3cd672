import type { z } from 'zod'
import type { EnvironmentShape } from '../../contract/environments.ts'

/** The shape beside an environment's colour, so that it is never told by colour alone. */
export type Shape = z.infer<typeof EnvironmentShape>

const shapes: Record<Shape, React.ReactNode> = {
  ring: <circle cx="5" cy="5" r="3.6" fill="none" stroke="currentColor" strokeWidth="2" />,
  'half-disc': (
    <>
      <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <path d="M5 1a4 4 0 0 1 0 8Z" />
    </>
  ),
  square: <rect x="1" y="1" width="8" height="8" rx="1" />,
  diamond: <path d="M5 .6 9.400 5 5 9.400 .6 5Z" />,
}

export interface EnvironmentGlyphProps {
  shape: Shape
  /** A colour's name; without it, the colour of the element around it. */
  colour?: string
}

/** The glyph of an environment: its shape in its colour. */
export function EnvironmentGlyph({ shape, colour }: EnvironmentGlyphProps) {
  return (
    <svg className="env__glyph" viewBox="0 0 10 10" aria-hidden="true" data-env={colour}>
      {shapes[shape]}
    </svg>
  )
}
