import type { ServerResponse } from 'node:http'
import type { LocalKeyModel } from '../../../../contract/local-keys.ts'
import { answerJson } from './answers.ts'
import { type Problem, problem } from './problem.ts'

/** Providers say when a model was made; Keydeck doesn't know. Clients want a number. */
const created = 1_577_836_800

const entry = ({ id, providerName }: LocalKeyModel) => ({ id, object: 'model', created, owned_by: providerName })

/** What this key may use, as OpenAI lists models. */
export function answerModels(response: ServerResponse, models: readonly LocalKeyModel[]): void {
  answerJson(response, 200, JSON.stringify({ object: 'list', data: models.map(entry) }))
}

/** One model that this key may use; or what is wrong. */
export function answerModel(response: ServerResponse, models: readonly LocalKeyModel[], id: string): Problem | null {
  const model = models.find((one) => one.id === id)
  if (!model) return problem('model_not_found', `This local key has no model "${id.slice(0, 200)}".`)
  answerJson(response, 200, JSON.stringify(entry(model)))
  return null
}
