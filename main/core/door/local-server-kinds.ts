import { z } from 'zod'
import type { LocalServerKind } from './door-types.ts'

/** Some servers say null, not an empty list, while they have no model. */
export const ModelsAnswer = z.object({
  object: z.literal('list'),
  data: z
    .array(
      z.object({
        id: z
          .string()
          .min(1)
          .max(200)
          .regex(/^[^\p{Cc}\p{Cf}]+$/u),
        owned_by: z.string().nullish(),
        max_model_len: z.number().nullish(),
      }),
    )
    .max(5_000)
    .nullable(),
})
export type ModelsAnswer = z.infer<typeof ModelsAnswer>

const Version = z.strictObject({ version: z.string().min(1).max(100) })
const LlamaProps = z.object({ default_generation_settings: z.object({}) })
const StudioModels = z.object({
  object: z.literal('list'),
  data: z.array(z.object({ id: z.string(), type: z.string(), state: z.string() })),
})
const NewStudioModels = z.object({ models: z.array(z.object({ key: z.string(), type: z.string() })) })

/** Asks the server for one more path; undefined where no JSON came. */
export type Ask = (path: string) => Promise<unknown>

/**
 * Which model server this is, by what only that one answers: anybody may listen on a usual port, so the port says
 * nothing. Null for one that can't be told.
 */
export async function tellKind(models: ModelsAnswer, ask: Ask): Promise<LocalServerKind | null> {
  const owners = new Set(models.data?.map((model) => model.owned_by))
  if (owners.has('llamacpp')) return 'llama-cpp'
  if (owners.has('vllm')) return 'vllm'
  const [ollama, studio, newStudio, props, version] = await Promise.all(
    ['/api/version', '/api/v0/models', '/api/v1/models', '/props', '/version'].map(ask),
  )
  if (Version.safeParse(ollama).success) return 'ollama'
  if (StudioModels.safeParse(studio).success || NewStudioModels.safeParse(newStudio).success) return 'lm-studio'
  if (LlamaProps.safeParse(props).success) return 'llama-cpp'
  // Many programs tell their version; with it, only vLLM says how long a text each model takes.
  const saysLength = models.data?.some((model) => typeof model.max_model_len === 'number') ?? false
  return saysLength && Version.safeParse(version).success ? 'vllm' : null
}
