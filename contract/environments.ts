import { z } from 'zod'
import { Id, Name, procedure } from './base.ts'

/** The colours a person can choose from. Never free: contrast and the content policy depend on it. */
export const EnvironmentColour = z.enum(['teal', 'violet', 'magenta', 'blue', 'pink', 'slate'])
/** The shape beside the colour, so that an environment is never told by colour alone. */
export const EnvironmentShape = z.enum(['ring', 'half-disc', 'square', 'diamond'])

export const Environment = z.object({
  id: Id,
  name: Name,
  colour: EnvironmentColour,
  shape: EnvironmentShape,
  /** Guarded environments ask once a session before the first call. */
  guarded: z.boolean(),
  position: z.number().int().nonnegative(),
})
export type Environment = z.infer<typeof Environment>

export const environments = {
  list: procedure.output(z.array(Environment)),
}
