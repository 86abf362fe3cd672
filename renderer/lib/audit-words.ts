import type { AuditAction, AuditRow } from '../../contract/audit.ts'
import { audit as words } from '../strings/en/audit.ts'
import { formatDate, formatMoney } from './format.ts'
import { pick } from './known-error.ts'

const { sentences } = words

/** Whether a row tells of something that was refused. */
export function isRefusal({ action }: Pick<AuditRow, 'action'>): boolean {
  return action === 'add_refused' || action === 'change_refused' || action === 'call_refused'
}

/** What a row tells, in a plain sentence without the name of its key. */
export function sentenceOf(row: Pick<AuditRow, 'action' | 'detail'>): string {
  // What came of a person's act before, and was missing in the database when Keydeck started.
  const isAgain = row.detail['again'] === 'database_behind'
  return isAgain ? `${plainSentence(row)}${words.again}` : plainSentence(row)
}

function plainSentence({ action, detail }: Pick<AuditRow, 'action' | 'detail'>): string {
  const of = (name: string) => detail[name] ?? ''
  if (action === 'key_added' || action === 'key_imported' || action === 'secret_entered') {
    return sentences[action](pick(words.from, of('from')) ?? '')
  }
  if (
    action === 'key_changed' ||
    action === 'local_key_changed' ||
    action === 'gateway_changed' ||
    action === 'environment_changed' ||
    action === 'provider_changed'
  ) {
    return sentences[action](fieldsOf(action, detail))
  }
  if (action === 'env_line_removed' || action === 'env_line_put_back') return sentences[action](of('file'))
  if (action === 'change_refused' && of('act') === 'unlock') return sentences.unlock_refused(reasonOf(detail))
  if (action === 'add_refused' || action === 'change_refused') return sentences[action](reasonOf(detail))
  if (action === 'call_refused') return sentences[action](reasonOf(detail), pick(words.origin, of('origin')) ?? '')
  if (action === 'key_moved') return sentences[action](of('from'))
  if (action === 'key_revoked' && of('secret') === 'removed') return sentences.key_revoked_removed
  if (action === 'secret_swapped' && detail['test']) return sentences.secret_swapped_untested
  if (action === 'key_checked') return sentences[action](checkOf(detail))
  if (action === 'environment_removed') return sentences[action](of('movedTo'))
  if (action === 'store_moved') return sentences[action](pick(words.stores, of('from')) ?? of('from'))
  return sentences[action]
}

/** Whose row it is: a key, an environment and a provider by their name, a store by its own. */
export function subjectOf(row: Pick<AuditRow, 'action' | 'subject' | 'keyId' | 'environmentName' | 'providerName'>) {
  const { action, subject } = row
  const isOfStore = action === 'change_refused' && !row.keyId && !row.environmentName && !row.providerName
  return action.startsWith('store_') || isOfStore ? (pick(words.stores, subject) ?? subject) : subject
}

function checkOf(detail: AuditRow['detail']): string {
  const { result = '', status = '', secret } = detail
  const said = result === 'ok' ? words.check.works : words.check.failed([status, result].filter(Boolean).join(' '))
  return secret === 'pending' ? `${said}${words.check.pending}` : said
}

function reasonOf(detail: AuditRow['detail']): string {
  const code = detail['reason'] ?? detail['code'] ?? ''
  return pick(words.reasons, code) ?? code
}

/** The changed fields in words, with the figures of that moment. */
function fieldsOf(action: AuditAction, detail: AuditRow['detail']): string {
  if (action === 'environment_changed') return saidOf(words.environmentFields, detail)
  if (action === 'local_key_changed') return localKeyFieldsOf(detail)
  if (action === 'gateway_changed') return saidOf(words.gatewayFields, detail)
  if (action === 'provider_changed') return detail['fields'] ?? Object.keys(detail).join(', ')
  return Object.entries(detail)
    .map(([name, value]) => fieldOf(name, value))
    .join('; ')
}

/** Empty for a change that names none of the fields, such as that of the environments' order. */
function saidOf(fields: Readonly<Record<string, (value: string) => string>>, detail: AuditRow['detail']): string {
  const said = Object.entries(fields).flatMap(([name, say]) => {
    const value = detail[name]
    return value === undefined ? [] : [say(value)]
  })
  return said.join('; ')
}

function localKeyFieldsOf(detail: AuditRow['detail']): string {
  const { expiresAt, monthlyBudget } = detail
  return [
    saidOf(words.localKeyFields, detail),
    expiresAt === undefined ? '' : fieldOf('expiresAt', expiresAt),
    monthlyBudget === undefined ? '' : fieldOf('monthlyBudget', monthlyBudget),
  ]
    .filter(Boolean)
    .join('; ')
}

function fieldOf(name: string, value: string): string {
  const { fields } = words
  const figure = Number(value)
  switch (name) {
    case 'expiresAt':
      return fields.expiresAt(value === 'none' ? value : formatDate(figure))
    case 'monthlyBudget':
      return fields.monthlyBudget(value === 'none' ? value : formatMoney(figure))
    case 'formerName':
    case 'accountType':
    case 'requestsPerMinute':
    case 'modelTiers':
    case 'rotateAfterDays':
      return fields[name](value)
    case 'notes':
    case 'tags':
      return fields[name]
    default:
      return name
  }
}
