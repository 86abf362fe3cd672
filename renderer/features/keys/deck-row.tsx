import { Lock } from 'lucide-react'
import { memo } from 'react'
import { classNames } from '../../lib/class-names.ts'
import { formatMoney } from '../../lib/format.ts'
import { aMinute, keepLast } from '../../lib/keep-last.ts'
import type { Environment } from '../../lib/use-environments.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { EnvironmentGlyph } from '../../ui/environment-glyph.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import { needsYou } from './check-words.ts'
import type { KeyRow } from './types.ts'

interface DeckRowProps {
  environments: readonly Environment[]
  rows: readonly KeyRow[]
  current: Environment | null
  onSelect: (id: string | null) => void
}

/** The environments as decks of keys. Choosing one is the same as the switch in the frame. */
export const DeckRow = memo(function DeckRow({ environments, rows, current, onSelect }: DeckRowProps) {
  const sums = sumsOf(rows)
  return (
    <div className="decks" role="group" aria-label={words.decks.label}>
      <Deck
        environment={null}
        sum={sums.get(null) ?? nothing}
        isChosen={current === null}
        onSelect={() => onSelect(null)}
      />
      {environments.map((environment) => (
        <Deck
          key={environment.id}
          environment={environment}
          sum={sums.get(environment.id) ?? nothing}
          isChosen={current?.id === environment.id}
          onSelect={() => onSelect(environment.id)}
        />
      ))}
    </div>
  )
})

interface DeckProps {
  /** Null is all of them. */
  environment: Environment | null
  sum: DeckSum
  isChosen: boolean
  onSelect: () => void
}

function Deck({ environment, sum: deck, isChosen, onSelect }: DeckProps) {
  const name = environment?.name ?? words.decks.all
  const isEmpty = deck.keys === 0
  return (
    <button
      type="button"
      className={classNames(
        'deck',
        isEmpty && 'deck--empty',
        deck.keys === 1 && 'deck--thin',
        !environment && 'deck--all',
      )}
      data-env={environment?.colour ?? 'all'}
      aria-pressed={isChosen}
      onClick={onSelect}
    >
      <span className="deck__name">
        {environment ? <EnvironmentGlyph shape={environment.shape} /> : null}
        <span className="trunc">{name}</span>
        {environment?.guarded ? (
          <>
            <Lock className="i i--12" aria-hidden="true" />
            <span className="sr-only">{words.decks.guarded}</span>
          </>
        ) : null}
      </span>
      <span className={classNames('deck__figure', deck.cost === 0 && 'text-fg-3')}>
        {isEmpty ? null : formatMoney(deck.cost)}
      </span>
      <span className="deck__meta">
        {isEmpty ? words.decks.none : words.decks.keys(deck.keys)}
        {deck.needYou > 0 ? `, ${words.decks.needYou(deck.needYou)}` : null}
      </span>
      {isEmpty ? null : (
        <span className="deck__trend">
          <Sparkline
            values={deck.daily}
            tone={environment ? 'env' : 'series'}
            width={68}
            label={words.decks.trend(name)}
          />
        </span>
      )}
    </button>
  )
}

interface DeckSum {
  keys: number
  needYou: number
  cost: number
  /** Calls a day. */
  daily: readonly number[]
}

const days = 30
const nothing: DeckSum = { keys: 0, needYou: 0, cost: 0, daily: [] }

/** What each environment's keys come to, by its id; `null` is all of them. */
const sumsOf = keepLast((rows: readonly KeyRow[]): ReadonlyMap<string | null, DeckSum> => {
  const rowsBy = Map.groupBy(rows, ({ environment }) => environment.id)
  return new Map([[null, sumUp(rows)], ...[...rowsBy].map(([id, own]) => [id, sumUp(own)] as const)])
}, aMinute)

function sumUp(rows: readonly KeyRow[]): DeckSum {
  const daily = Array.from({ length: days }, () => 0)
  const sum = { keys: rows.length, needYou: 0, cost: 0, daily }
  for (const row of rows) {
    sum.cost += row.key.cost30d
    if (needsYou(row.key)) sum.needYou += 1
    row.daily.forEach((calls, day) => {
      daily[day] = (daily[day] ?? 0) + calls
    })
  }
  return sum
}
