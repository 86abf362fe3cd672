import type { AccountType } from '../../contract/limits.ts'
import { accountHint, accountTypes } from '../lib/account-types.ts'
import { readDay, readDollars, writeDay, writeDollars } from '../lib/read-typed.ts'
import type { Environment } from '../lib/use-environments.ts'
import { keyFields as words } from '../strings/en/key-fields.ts'
import { ui } from '../strings/en/ui.ts'
import { EditRow } from './edit-row.tsx'
import { EnvironmentMark } from './environment-mark.tsx'
import { Select } from './select.tsx'
import { TextEdit } from './text-edit.tsx'
import type { Edits } from './use-edits.ts'

/** What the rows need of a thing's edits: the saving is given to each. */
type RowEdits<Field extends string> = Pick<
  Edits<Field, never, { field: Field; kind: 'asking' }>,
  'outcome' | 'refuse' | 'forget'
>

interface RowProps<Field extends string, Value> {
  field: Field
  edit: RowEdits<Field>
  value: Value
  save: (value: Value) => Promise<boolean>
}

interface TypedRowProps<Field extends string, Value> extends Omit<RowProps<Field, Value>, 'value'> {
  label: string
  /** As it is saved, written out. */
  text: string
  /** What was typed; undefined where it can't be read, which is refused in words without asking the core. */
  read: (typed: string) => Value | undefined
  wrong: string
  maxLength?: number
  placeholder?: string
  type?: 'text' | 'date'
  inputMode?: 'numeric' | 'decimal'
  isLong?: boolean
  end?: string
}

/** A part that is typed. Where it was changed elsewhere while somebody typed, that is said before it is overwritten. */
export function TypedRow<Field extends string, Value>(props: TypedRowProps<Field, Value>) {
  const { label, field, edit, text, read, wrong, save, ...rest } = props
  return (
    <EditRow label={label} field={field} edit={edit}>
      {(control) => (
        <TextEdit
          {...rest}
          control={control}
          value={text}
          onForget={edit.forget}
          onMeanwhile={(now) => edit.refuse(field, ui.edit.meanwhile(now))}
          onSave={async (typed) => {
            const value = read(typed)
            if (value !== undefined) return save(value)
            edit.refuse(field, wrong)
            return false
          }}
        />
      )}
    </EditRow>
  )
}

/** The name of a key, which is never empty. */
export function NameRow<Field extends string>({ value, wrong, ...row }: RowProps<Field, string> & { wrong: string }) {
  const read = (typed: string) => typed.trim() || undefined
  return <TypedRow {...row} {...{ read, wrong }} label={words.name} text={value} maxLength={80} />
}

/** What a key may cost in a month. */
export function BudgetRow<Field extends string>({ value, ...row }: RowProps<Field, number | null>) {
  return (
    <TypedRow
      {...row}
      label={words.budget}
      text={writeDollars(value)}
      read={readDollars}
      wrong={words.budgetError}
      inputMode="decimal"
      maxLength={14}
      placeholder={words.budgetNone}
      end={words.budgetUnit}
    />
  )
}

/** The last day of a key. */
export function ExpiryRow<Field extends string>({ value, ...row }: RowProps<Field, number | null>) {
  return (
    <TypedRow
      {...row}
      label={words.expires}
      text={writeDay(value)}
      read={readDay}
      wrong={words.expiresError}
      type="date"
      placeholder={words.expiresNever}
    />
  )
}

interface EnvironmentRowProps<Field extends string> extends RowProps<Field, string> {
  environments: readonly Environment[]
}

/** The environment that a key belongs to. */
export function EnvironmentRow<Field extends string>(props: EnvironmentRowProps<Field>) {
  const { field, edit, value, save, environments } = props
  return (
    <EditRow label={words.environment} field={field} edit={edit}>
      <Select
        aria-label={words.environment}
        value={value}
        onValueChange={(id) => void save(id)}
        options={environments.map(({ id, name, colour, shape }) => ({
          value: id,
          text: name,
          content: <EnvironmentMark name={name} colour={colour} shape={shape} />,
        }))}
      />
    </EditRow>
  )
}

/** The account type of a key, with what it allows. */
export function AccountRow<Field extends string>({ field, edit, value, save }: RowProps<Field, AccountType>) {
  return (
    <EditRow label={words.account} field={field} edit={edit} hint={accountHint(value)}>
      <Select<AccountType>
        aria-label={words.account}
        value={value}
        onValueChange={(type) => void save(type)}
        options={accountTypes}
      />
    </EditRow>
  )
}
