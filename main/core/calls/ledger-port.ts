import type { CallRecord, TokenUsage } from '../../../contract/calls.ts'
import type { PriceRule } from '../../../contract/limits.ts'

/** What the door asks of the ledger. */
export interface Ledger {
  /**
   * Records one ended call and its roll-up. Resolves when both are committed; rows that arrive together share one
   * transaction. The door holds back the last byte until then. Rejects where the disk refuses; the call itself is done.
   */
  record(call: CallRecord): Promise<void>
}

/** Tokens of a call that are no text, which have prices of their own. Each is a part of the call's input or output. */
export interface OtherTokens {
  audioIn: number
  imageIn: number
  audioOut: number
}

/** What a call is priced by. */
export interface PriceQuestion {
  provider: {
    preset: string
    baseUrl: string
    /** The person's own; the first pattern that matches the model comes before everything else. */
    prices: readonly PriceRule[]
  }
  model: string
  tokens: TokenUsage
  /** Where the provider counts them apart. */
  others?: OtherTokens | null
  at: number
  /** The provider's own figure in dollars, where its reply has one (`usage.cost`). It comes before the catalogue. */
  reportedDollars: number | null
}

export interface PriceAnswer {
  /** Micro-dollars, or null where the price is unknown. */
  cost: number | null
  source: string
}

export interface PriceBook {
  /** Resolves once the catalog is there. Whoever prices a call awaits it first: until then only reported figures count. */
  load?(): Promise<void>
  price(question: PriceQuestion): PriceAnswer
}

/** What is spent so far, for budgets: this calendar month, by vault key and by local key. */
export interface Spending {
  monthToDate(keyId: string): number
  localKeyMonthToDate(localKeyId: string): number
}

export type { CallRecord }
