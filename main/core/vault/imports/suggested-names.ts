import type { Provider } from '../../../../contract/providers.ts'
import { wordsOf } from './key-shape.ts'
import { stemOf } from './provider-guess.ts'

/** As environments are called in variables and in the names of files. */
const STAGES: Readonly<Record<string, string>> = {
  dev: 'development',
  develop: 'development',
  development: 'development',
  local: 'development',
  stage: 'staging',
  staging: 'staging',
  stg: 'staging',
  prod: 'production',
  production: 'production',
  live: 'production',
  test: 'test',
  testing: 'test',
  ci: 'CI',
}

const NOISE = new Set('api key apikey token secret access next public vite react app nuxt expo my the env'.split(' '))
const LONGEST_NAME = 80
/** Leaves room for what makes it unique. */
const LONGEST_STEM = LONGEST_NAME - 6

/** Suggests names for keys, each once: none that the vault or an earlier row has. */
export class SuggestedNames {
  readonly #taken: Set<string>
  /** Where the counting goes on for each stem. */
  readonly #counts = new Map<string, number>()

  constructor(taken: Iterable<string>) {
    this.#taken = new Set([...taken].map((name) => name.toLowerCase()))
  }

  /** `OPENAI_API_KEY_STAGING` becomes "OpenAI staging"; a label that a person wrote stays as it is. */
  suggest(row: { label: string; isVariable: boolean; provider: Provider | null; fileName: string }): string {
    const own = row.isVariable ? '' : printable(row.label)
    const stem = own || this.#describe(row)
    for (let count = this.#counts.get(stem) ?? 1; ; count += 1) {
      const name = count === 1 ? stem : `${stem} ${count}`
      if (this.#taken.has(name.toLowerCase())) continue
      this.#taken.add(name.toLowerCase())
      this.#counts.set(stem, count + 1)
      return name
    }
  }

  #describe(row: { label: string; provider: Provider | null; fileName: string }): string {
    const words = wordsOf(row.label)
    const stage = stageOf(words) ?? stageOf(wordsOf(row.fileName))
    const told = new Set([...wordsOf(row.provider?.name ?? ''), ...stemOf(row.provider?.variable ?? '')])
    const rest = words.filter((word) => !NOISE.has(word) && !told.has(word) && !Object.hasOwn(STAGES, word))
    const [first, ...more] = rest
    const subject = row.provider?.name ?? (first ? capital(first) : 'Key')
    return printable([subject, ...(row.provider ? rest : more), ...(stage ? [stage] : [])].join(' '))
  }
}

function stageOf(words: readonly string[]): string | null {
  const word = words.find((one) => Object.hasOwn(STAGES, one))
  return word ? (STAGES[word] ?? null) : null
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const printable = (text: string) =>
  text
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, LONGEST_STEM)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim()
