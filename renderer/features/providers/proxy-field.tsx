import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useId } from 'react'
import { useSettings } from '../../lib/use-settings.ts'
import { providers } from '../../strings/en/providers.ts'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { isOnThisMachine } from './binding.ts'
import type { Draft } from './draft.ts'

const words = providers.network
const modes = ['setting', 'none', 'url'] as const

interface ProxyFieldProps {
  value: Draft['proxy']
  baseUrl: string
  error: string | undefined
  onValueChange: (value: Draft['proxy']) => void
}

/** Through which proxy calls go, said in words; an address of its own appears below the choice. */
export function ProxyField({ value, baseUrl, error, onValueChange }: ProxyFieldProps) {
  const id = useId()
  const isOn = useSettings()?.useProxyEnvironment ?? false
  const isLocal = isOnThisMachine(baseUrl)
  return (
    <div className="field">
      <span className="field__label" id={id}>
        {words.proxy}
      </span>
      <RadioGroup
        className="choices"
        aria-labelledby={id}
        value={value.mode}
        onValueChange={(mode) => {
          const chosen = modes.find((one) => one === mode)
          if (chosen) onValueChange({ ...value, mode: chosen })
        }}
      >
        {modes.map((mode) => (
          <label key={mode} className="choice">
            <Radio.Root value={mode} className="radio" />
            <span>
              {words.modes[mode]}
              {mode === 'setting' ? (
                <span className="hint"> {isOn ? words.settingNow.on : words.settingNow.off}</span>
              ) : null}
            </span>
          </label>
        ))}
      </RadioGroup>
      {value.mode === 'url' ? (
        <Field label={words.url} hint={words.urlHint} error={error} className="choices__more">
          <TextInput
            mono
            value={value.url}
            maxLength={400}
            placeholder={words.urlPlaceholder}
            onValueChange={(url) => onValueChange({ mode: 'url', url })}
          />
        </Field>
      ) : null}
      {isLocal && value.mode !== 'none' ? <span className="hint">{words.loopback}</span> : null}
    </div>
  )
}
