import { SlidersHorizontal } from 'lucide-react'
import type { VaultKey } from '../../../../contract/keys.ts'
import type { LocalKeyChanges } from '../../../../contract/local-keys.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { ui } from '../../../strings/en/ui.ts'
import { EditRow } from '../../../ui/edit-row.tsx'
import { AccountRow, BudgetRow, EnvironmentRow, ExpiryRow, NameRow } from '../../../ui/key-edit-rows.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { TextEdit } from '../../../ui/text-edit.tsx'
import { ModelsEditor } from '../models-editor.tsx'
import { limitPlaceholder, readLimit } from '../read-limit.ts'
import { TiersField } from '../tiers-field.tsx'
import type { LocalKeyRow } from '../types.ts'
import { useModelNames } from '../use-model-names.ts'
import { VaultKeysEditor } from '../vault-keys-editor.tsx'
import { type LocalKeyField, useLocalKeyEdit } from './use-local-key-edit.ts'

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
  const save =
    <Field extends LocalKeyField>(field: Field) =>
    (value: LocalKeyChanges[Field]) =>
      edit.save(field, { [field]: value })
  return (
    <section className="sect" aria-label={words.heading}>
      <h3>
        <SlidersHorizontal className="i i--14" aria-hidden="true" />
        {words.heading}
      </h3>
      <div className="edit-rows">
        <NameRow field="name" edit={edit} value={key.name} wrong={words.nameEmpty} save={save('name')} />
        <EnvironmentRow
          field="environmentId"
          edit={edit}
          value={key.environmentId}
          environments={environments}
          save={save('environmentId')}
        />
        <AccountRow field="accountType" edit={edit} value={key.accountType} save={save('accountType')} />
        <EditRow label={words.perMinute} field="requestsPerMinute" edit={edit}>
          {(control) => (
            <TextEdit
              control={control}
              value={key.requestsPerMinute === null ? '' : String(key.requestsPerMinute)}
              inputMode="numeric"
              maxLength={8}
              placeholder={limitPlaceholder(key.accountType)}
              onForget={edit.forget}
              onMeanwhile={(now) => edit.refuse('requestsPerMinute', ui.edit.meanwhile(now))}
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
            <TiersField tiers={key.modelTiers} onChange={(tiers) => void save('modelTiers')(tiers)} />
          </EditRow>
        ) : null}
        <BudgetRow field="monthlyBudget" edit={edit} value={key.monthlyBudget} save={save('monthlyBudget')} />
        <ExpiryRow field="expiresAt" edit={edit} value={key.expiresAt} save={save('expiresAt')} />
        <EditRow label={words.models} field="models" edit={edit}>
          {(control) => (
            <ModelsEditor
              control={control}
              models={key.models}
              offered={offered}
              onChange={(models) => void save('models')(models && [...models])}
            />
          )}
        </EditRow>
        <EditRow label={words.vaultKeys} field="vaultKeyIds" edit={edit}>
          <VaultKeysEditor
            value={key.vaultKeyIds}
            vaultKeys={vaultKeys}
            onChange={(ids) => void save('vaultKeyIds')(ids && [...ids])}
          />
        </EditRow>
        <EditRow label={words.files} field="allowsFiles" edit={edit} hint={key.allowsFiles ? words.filesHint : null}>
          <Switch
            size="small"
            label={words.filesLabel}
            checked={key.allowsFiles}
            onCheckedChange={(allows) => void save('allowsFiles')(allows)}
          />
        </EditRow>
      </div>
    </section>
  )
}
