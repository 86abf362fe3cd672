/** A line that may hold a key, not yet cleaned: what the core alone sees. */
export interface Candidate {
  line: number
  /** The variable, or what a person wrote beside the key. */
  label: string
  isVariable: boolean
  /** As it stands there, quotes and `Bearer` included. */
  value: string
  isComment: boolean
  /** Why it can't be stored, where its line alone tells; null leaves that to the cleaning of secrets. */
  refusal: LineRefusal | null
  /** The last line that sets the same variable, where that isn't this one. */
  setAgainIn: number | null
  /** The bytes of its file that hold its line. */
  bytes: { start: number; end: number } | null
}

/** What was found in a text, and how many of its lines hold no key. */
export interface Found {
  candidates: Candidate[]
  otherLines: number
}

/** Why a line is refused before its value is looked at. The page has a sentence for each. */
export type LineRefusal = 'refers_to_variable' | 'unclear_end' | 'placeholder' | 'several_keys' | 'not_a_key'
