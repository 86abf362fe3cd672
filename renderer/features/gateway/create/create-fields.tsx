import type { RefObject } from 'react'
import type { VaultKey } from '../../../../contract/keys.ts'
import { accountHint, accountTypes } from '../../../lib/account-types.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Field } from '../../../ui/field.tsx'
import { SelectBox } from '../../../ui/select-box.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import { ModelsEditor } from '../models-editor.tsx'
import { limitPlaceholder } from '../read-limit.ts'
import { TiersField } from '../tiers-field.tsx'
import { useModelNames } from '../use-model-names.ts'
import { VaultKeysEditor } from '../vault-keys-editor.tsx'
import type { Draft, DraftErrors } from './draft.ts'

const words = localKeys.fields

interface CreateFieldsProps {
  draft: Draft
  errors: DraftErrors
  onChange: (part: Partial<Draft>) => void
  environments: readonly Environment[]
  vaultKeys: readonly VaultKey[]
  nameField: RefObject<HTMLInputElement | null>
}

/** What a new local key is: at the left who it is for and its limits, at the right what it reaches. */
export function CreateFields(props: CreateFieldsProps) {
  const { draft, errors, onChange, environments, vaultKeys, nameField } = props
  const ofEnvironment = vaultKeys
    .filter(({ environmentId }) => environmentId === draft.environmentId)
    .toSorted((a, b) => a.createdAt - b.createdAt)
  const offered = useModelNames(ofEnvironment)
  return (
    <>
      <div className="local-key-form__side">
        <Field label={words.name} hint={words.nameHint} error={errors.name}>
          <TextInput
            ref={nameField}
            value={draft.name}
            maxLength={80}
            placeholder={words.namePlaceholder}
            onValueChange={(name) => onChange({ name })}
          />
        </Field>
        <Field label={words.environment} error={errors.environmentId} forButton>
          <SelectBox
            value={draft.environmentId}
            onValueChange={(environmentId) => onChange({ environmentId })}
            options={environments.map(({ id, name, colour, shape }) => ({
              value: id,
              text: name,
              content: <EnvironmentMark name={name} colour={colour} shape={shape} />,
            }))}
          />
        </Field>
        <Field label={words.account} hint={accountHint(draft.accountType)} error={errors.accountType} forButton>
          <SelectBox
            value={draft.accountType}
            onValueChange={(accountType) => onChange({ accountType })}
            options={accountTypes}
          />
        </Field>
        {draft.accountType === 'custom' ? (
          <div className="field">
            <span className="field__label">{words.tiers}</span>
            <TiersField tiers={draft.modelTiers} onChange={(tiers) => onChange({ modelTiers: tiers })} />
            {errors.modelTiers ? <span className="field__error">{errors.modelTiers}</span> : null}
          </div>
        ) : null}
        <Field label={words.perMinute} error={errors.requestsPerMinute}>
          <TextInput
            value={draft.perMinute}
            inputMode="numeric"
            maxLength={8}
            placeholder={limitPlaceholder(draft.accountType)}
            onValueChange={(perMinute) => onChange({ perMinute })}
          />
        </Field>
        <div className="local-key-form__pair">
          <Field label={words.budget} error={errors.monthlyBudget}>
            <TextInput
              value={draft.budget}
              inputMode="decimal"
              maxLength={14}
              placeholder={words.budgetNone}
              end={<span className="edit-unit">{words.budgetUnit}</span>}
              onValueChange={(budget) => onChange({ budget })}
            />
          </Field>
          <Field label={words.expires} error={errors.expiresAt}>
            <TextInput type="date" value={draft.expires} onValueChange={(expires) => onChange({ expires })} />
          </Field>
        </div>
      </div>
      <div className="local-key-form__side">
        <div className="field">
          <span className="field__label">{words.models}</span>
          <ModelsEditor models={draft.models} offered={offered} onChange={(models) => onChange({ models })} />
          <span className={errors.models ? 'field__error' : 'hint'}>{errors.models ?? words.modelsHint}</span>
        </div>
        <div className="field">
          <span className="field__label">{words.vaultKeys}</span>
          <VaultKeysEditor
            value={draft.vaultKeyIds}
            vaultKeys={ofEnvironment}
            onChange={(vaultKeyIds) => onChange({ vaultKeyIds })}
          />
          <span className={errors.vaultKeyIds ? 'field__error' : 'hint'}>
            {errors.vaultKeyIds ?? words.vaultKeysHint}
          </span>
        </div>
        <div className="field">
          <Switch
            size="small"
            label={words.filesLabel}
            checked={draft.allowsFiles}
            onCheckedChange={(allowsFiles) => onChange({ allowsFiles })}
          />
          <span className="hint">{words.filesHint}</span>
        </div>
      </div>
    </>
  )
}
