import { z } from 'zod'
import { Id, Name, procedure } from './base.ts'

/** The colours a person can choose from. Never free: contrast and the content policy depend on it. */
export const EnvironmentColour = z.enum(['teal', 'violet', 'magenta', 'blue', 'pink', 'slate'])
export type EnvironmentColour = z.infer<typeof EnvironmentColour>
/** The shape beside the colour, so that an environment is never told by colour alone. */
export const EnvironmentShape = z.enum(['ring', 'half-disc', 'square', 'diamond'])
export type EnvironmentShape = z.infer<typeof EnvironmentShape>

/** Days between rotations: a day to ten years. */
export const RotationDays = z.number().int().min(1).max(3_650)

export const Environment = z.object({
  id: Id,
  name: Name,
  colour: EnvironmentColour,
  shape: EnvironmentShape,
  /** Guarded environments ask once a session before the first call. */
  guarded: z.boolean(),
  /** Whether that question was answered with yes since Keydeck started. Always true where it isn't guarded. */
  confirmed: z.boolean(),
  /** How often its keys are to be regenerated; null is never. A key may have a period of its own. */
  rotateAfterDays: RotationDays.nullable(),
  position: z.number().int().nonnegative(),
})
export type Environment = z.infer<typeof Environment>

const Changes = z.strictObject({
  name: Name,
  colour: EnvironmentColour,
  shape: EnvironmentShape,
  guarded: z.boolean(),
  rotateAfterDays: RotationDays.nullable(),
})

export const environments = {
  list: procedure.output(z.array(Environment)),
  add: procedure.input(Changes).output(Environment),
  /** Only what is given changes. */
  update: procedure.input(z.strictObject({ id: Id, changes: Changes.partial() })).output(Environment),
  /** Every id, in the new order. */
  reorder: procedure.input(z.strictObject({ ids: z.array(Id).min(1).max(200) })).output(z.array(Environment)),
  /** Its keys move to another first; without one, an environment that has keys is refused, and the last one always. */
  remove: procedure.input(z.strictObject({ id: Id, moveKeysTo: Id.optional() })).output(z.array(Environment)),
  /** The person's yes for this session. */
  confirm: procedure.input(z.strictObject({ id: Id })).output(Environment),
}
