import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { Plus } from 'lucide-react'
import { useId } from 'react'
import type { Provider } from '../../../../contract/providers.ts'
import { keysAdd as words } from '../../../strings/en/keys-add.ts'
import { Monogram } from '../../../ui/monogram.tsx'

interface ProviderPickerProps {
  providers: readonly Provider[]
  value: string
  onValueChange: (id: string) => void
  /** Opens the form for one that isn't listed. */
  onCustom: () => void
}

/** The providers as tiles: one tab stop, arrows choose. */
export function ProviderPicker({ providers, value, onValueChange, onCustom }: ProviderPickerProps) {
  const id = useId()
  return (
    <div className="field">
      <span className="field__label">
        <span id={id}>{words.provider}</span>
      </span>
      <div className="tiles">
        <RadioGroup
          className="tiles__group"
          aria-labelledby={id}
          value={value}
          onValueChange={(next) => {
            if (typeof next === 'string') onValueChange(next)
          }}
        >
          {providers.map((provider) => (
            <Radio.Root key={provider.id} value={provider.id} className="tile">
              <Monogram letters={provider.monogram} name={provider.name} />
              <span className="trunc">{provider.name}</span>
            </Radio.Root>
          ))}
        </RadioGroup>
        <button type="button" className="tile" onClick={onCustom}>
          <Plus className="i i--14" aria-hidden="true" />
          {words.custom}
        </button>
      </div>
    </div>
  )
}
