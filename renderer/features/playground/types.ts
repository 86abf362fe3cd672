import type { z } from 'zod'
import type { Environment as EnvironmentSchema } from '../../../contract/environments.ts'
import type {
  ModelList as ModelListSchema,
  Model as ModelSchema,
  VaultKey as VaultKeySchema,
} from '../../../contract/keys.ts'
import type {
  Conversation as ConversationSchema,
  AnswerFigures as FiguresSchema,
  Message as MessageSchema,
  ConversationSummary as SummarySchema,
} from '../../../contract/playground.ts'
import type { Provider as ProviderSchema } from '../../../contract/providers.ts'

export type Message = z.infer<typeof MessageSchema>
export type Conversation = z.infer<typeof ConversationSchema>
export type ConversationSummary = z.infer<typeof SummarySchema>
export type AnswerFigures = z.infer<typeof FiguresSchema>
export type VaultKey = z.infer<typeof VaultKeySchema>
export type Model = z.infer<typeof ModelSchema>
export type ModelList = z.infer<typeof ModelListSchema>
export type Provider = z.infer<typeof ProviderSchema>
export type Environment = z.infer<typeof EnvironmentSchema>
