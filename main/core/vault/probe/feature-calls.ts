import type { Feature } from '../../../../contract/providers.ts'
import { readModelIds } from '../model-ids.ts'
import { choiceIn, eventsIn, objectIn, objectsIn } from './answer-shapes.ts'

/** What an answer under 200 says of a feature. */
export type Finding = 'yes' | 'no' | 'unclear'

/** How a provider wants to be told to keep it short: newer models of OpenAI's refuse the older word. */
export type LimitField = 'max_tokens' | 'max_completion_tokens'

/** One small call that shows whether an endpoint has a feature. */
export interface FeatureCall {
  feature: Feature
  /** Worth a call only where this was a yes. */
  needs: Feature | null
  path: string
  /** Null for a GET. */
  body: ((model: string, limit: LimitField) => object) | null
  judge(text: string): Finding
}

const TOOL = 'get_weather'
/** Enough for a word or two, and the least that the Responses API takes. */
const FEW = 16
/** For what is longer than a word, and for models that think before they call a tool. */
const SOME = 256

const ask = (content: string) => [{ role: 'user', content }]
const chat = (model: string, limit: LimitField, tokens = FEW) => ({
  model,
  messages: ask('Say OK.'),
  [limit]: tokens,
})

/** In the order in which they are tried. */
export const featureCalls: readonly FeatureCall[] = [
  {
    feature: 'models',
    needs: null,
    path: '/models',
    body: null,
    judge: (text) => (readModelIds(text) ? 'yes' : 'unclear'),
  },
  {
    feature: 'chat',
    needs: null,
    path: '/chat/completions',
    body: (model, limit) => chat(model, limit),
    judge: (text) => (choiceIn(text) ? 'yes' : 'unclear'),
  },
  {
    feature: 'streaming',
    needs: 'chat',
    path: '/chat/completions',
    body: (model, limit) => ({ ...chat(model, limit), stream: true }),
    judge: (text) => (eventsIn(text).some((event) => objectsIn(event['choices']).length > 0) ? 'yes' : 'unclear'),
  },
  {
    feature: 'stream_usage',
    needs: 'streaming',
    path: '/chat/completions',
    body: (model, limit) => ({ ...chat(model, limit), stream: true, stream_options: { include_usage: true } }),
    judge: (text) => (eventsIn(text).some((event) => hasFigures(event['usage'])) ? 'yes' : 'no'),
  },
  {
    feature: 'responses',
    needs: null,
    path: '/responses',
    body: (model) => ({ model, input: 'Say OK.', max_output_tokens: FEW }),
    judge(text) {
      const answer = objectIn(text)
      return answer?.['object'] === 'response' && Array.isArray(answer['output']) ? 'yes' : 'unclear'
    },
  },
  {
    feature: 'tools',
    needs: 'chat',
    path: '/chat/completions',
    body: (model, limit) => ({
      ...chat(model, limit, SOME),
      messages: ask('What is the weather in Paris?'),
      tools: [{ type: 'function', function: { name: TOOL, parameters: schemaOf('city') } }],
      tool_choice: { type: 'function', function: { name: TOOL } },
    }),
    judge: (text) => judgeChoice(text, (message) => callsTool(message)),
  },
  {
    feature: 'json_schema',
    needs: 'chat',
    path: '/chat/completions',
    body: (model, limit) => ({
      ...chat(model, limit, SOME),
      // Nothing here speaks of JSON: only the schema can bring it.
      messages: ask('What is the capital of France?'),
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', strict: true, schema: schemaOf('city') },
      },
    }),
    judge: (text) =>
      judgeChoice(
        text,
        ({ content }) => typeof content === 'string' && typeof objectIn(content)?.['city'] === 'string',
      ),
  },
]

const schemaOf = (field: string) => ({
  type: 'object',
  properties: { [field]: { type: 'string' } },
  required: [field],
  additionalProperties: false,
})

/** No, unless what was looked for is there, or was cut off before it could come. */
function judgeChoice(text: string, isThere: (message: Readonly<Record<string, unknown>>) => boolean): Finding {
  const choice = choiceIn(text)
  if (!choice) return 'unclear'
  if (isThere(choice.message)) return 'yes'
  return choice.finish === 'length' ? 'unclear' : 'no'
}

function callsTool(message: Readonly<Record<string, unknown>>): boolean {
  return objectsIn(message['tool_calls']).some((call) => objectsIn([call['function']])[0]?.['name'] === TOOL)
}

function hasFigures(usage: unknown): boolean {
  const [figures] = objectsIn([usage])
  return typeof figures?.['completion_tokens'] === 'number' || typeof figures?.['total_tokens'] === 'number'
}
