import { SlidersHorizontal } from 'lucide-react'
import type { VaultKey } from '../../../../contract/keys.ts'
import type { LocalKeyChanges } from '../../../../contract/local-keys.ts'
import { accountTypes } from '../../../lib/account-types.ts'
import { readDay, readDollars, writeDay, writeDollars } from '../../../lib/read-typed.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { EditRow } from '../../../ui/edit-row.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Select } from '../../../ui/select.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { TextEdit } from '../../../ui/text-edit.tsx'
import { ModelsEditor } from '../models-editor.tsx'
import { accountHint, limitPlaceholder, readLimit } from '../read-limit.ts'
import { TiersField } from '../tiers-field.tsx'
import type { LocalKeyRow } from '../types.ts'
import { useModelNames } from '../use-model-names.ts'
import { VaultKeysEditor } from '../vault-keys-editor.tsx'
import { type LocalKeyEdit, type LocalKeyField, useLocalKeyEdit } from './use-local-key-edit.ts'

const words = localKeys.fields

interface EditSectionProps {
  row: LocalKeyRow
  /** Of its environment, the oldest first. */
  vaultKeys: readonly VaultKey[]
  environments: readonly Environment[]
}

/** What a person may change of a local key, each part in its place and saved at once. */
export function EditSection({ row: { key }, vaultKeys, environments }: EditSectionProps) {
  const edit = useLocalKeyEdit(key)
  const offered = useModelNames(vaultKeys)
  const saveAs = (field: LocalKeyField) => (changes: LocalKeyChanges) => void edit.save(field, changes)
  return (
    <section className="sect" aria-label={words.heading}>
      <h3>
        <SlidersHorizontal className="i i--14" aria-hidden="true" />
        {words.heading}
      </h3>
      <div className="edit-rows">
        <EditRow label={words.name} field="name" edit={edit}>
          {(control) => (
            <TextEdit
              control={control}
              value={key.name}
              maxLength={80}
              onForget={edit.forget}
              onSave={saving(edit, 'name', readName, words.nameEmpty)}
            />
          )}
        </EditRow>
        <EditRow label={words.environment} field="environmentId" edit={edit}>
          <Select
            aria-label={words.environment}
            value={key.environmentId}
            onValueChange={(environmentId) => saveAs('environmentId')({ environmentId })}
            options={environments.map(({ id, name, colour, shape }) => ({
              value: id,
              text: name,
              content: <EnvironmentMark name={name} colour={colour} shape={shape} />,
            }))}
          />
        </EditRow>
        <EditRow label={words.account} field="accountType" edit={edit} hint={accountHint(key.accountType)}>
          <Select
            aria-label={words.account}
            value={key.accountType}
            onValueChange={(accountType) => saveAs('accountType')({ accountType })}
            options={accountTypes}
          />
        </EditRow>
        <EditRow label={words.perMinute} field="requestsPerMinute" edit={edit}>
          {(control) => (
            <TextEdit
              control={control}
              value={key.requestsPerMinute === null ? '' : String(key.requestsPerMinute)}
              inputMode="numeric"
              maxLength={8}
              placeholder={limitPlaceholder(key.accountType)}
              onForget={edit.forget}
              onSave={async (typed) => {
                const read = readLimit(typed, key.accountType)
                if ('value' in read) return edit.save('requestsPerMinute', { requestsPerMinute: read.value })
                edit.refuse('requestsPerMinute', read.wrong)
                return false
              }}
            />
          )}
        </EditRow>
        {key.accountType === 'custom' ? (
          <EditRow label={words.tiers} field="modelTiers" edit={edit}>
            <TiersField tiers={key.modelTiers} onChange={(modelTiers) => saveAs('modelTiers')({ modelTiers })} />
          </EditRow>
        ) : null}
        <EditRow label={words.budget} field="monthlyBudget" edit={edit}>
          {(control) => (
            <TextEdit
              control={control}
              value={writeDollars(key.monthlyBudget)}
              inputMode="decimal"
              maxLength={14}
              placeholder={words.budgetNone}
              end={words.budgetUnit}
              onForget={edit.forget}
              onSave={saving(edit, 'monthlyBudget', readDollars, words.budgetError)}
            />
          )}
        </EditRow>
        <EditRow label={words.expires} field="expiresAt" edit={edit}>
          {(control) => (
            <TextEdit
              control={control}
              value={writeDay(key.expiresAt)}
              type="date"
              placeholder={words.expiresNever}
              onForget={edit.forget}
              onSave={saving(edit, 'expiresAt', readDay, words.expiresError)}
            />
          )}
        </EditRow>
        <EditRow label={words.models} field="models" edit={edit}>
          {(control) => (
            <ModelsEditor
              control={control}
              models={key.models}
              offered={offered}
              onChange={(models) => saveAs('models')({ models: models && [...models] })}
            />
          )}
        </EditRow>
        <EditRow label={words.vaultKeys} field="vaultKeyIds" edit={edit}>
          <VaultKeysEditor
            value={key.vaultKeyIds}
            vaultKeys={vaultKeys}
            onChange={(ids) => saveAs('vaultKeyIds')({ vaultKeyIds: ids && [...ids] })}
          />
        </EditRow>
        <EditRow label={words.files} field="allowsFiles" edit={edit} hint={key.allowsFiles ? words.filesHint : null}>
          <Switch
            size="small"
            label={words.filesLabel}
            checked={key.allowsFiles}
            onCheckedChange={(allowsFiles) => saveAs('allowsFiles')({ allowsFiles })}
          />
        </EditRow>
      </div>
    </section>
  )
}

const readName = (typed: string) => typed.trim() || undefined

/** Reads what was typed; what can't be read is refused in words, without asking the core. */
function saving<Field extends LocalKeyField>(
  edit: LocalKeyEdit,
  field: Field,
  read: (typed: string) => LocalKeyChanges[Field] | undefined,
  wrong: string,
): (typed: string) => Promise<boolean> {
  return async (typed) => {
    const value = read(typed)
    if (value !== undefined) return edit.save(field, { [field]: value })
    edit.refuse(field, wrong)
    return false
  }
}
