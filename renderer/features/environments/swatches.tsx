import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useId } from 'react'
import { environments as words } from '../../strings/en/environments.ts'
import { EnvironmentGlyph, type Shape } from '../../ui/environment-glyph.tsx'

interface SwatchesProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; text: string; colour: string; shape: Shape }[]
  onChange: (value: Value) => void
}

/** A choice among looks: each is drawn and named, so that none is told by its colour alone. */
function Swatches<Value extends string>({ label, value, options, onChange }: SwatchesProps<Value>) {
  const labelId = useId()
  return (
    <div className="field">
      <span className="field__label" id={labelId}>
        {label}
      </span>
      <RadioGroup<Value> className="swatches" aria-labelledby={labelId} value={value} onValueChange={onChange}>
        {options.map((option) => (
          <Radio.Root key={option.value} value={option.value} className="swatch" data-env={option.colour}>
            <EnvironmentGlyph shape={option.shape} />
            {option.text}
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  )
}

const colours = ['teal', 'violet', 'magenta', 'blue', 'pink', 'slate'] as const
const shapes = ['ring', 'half-disc', 'square', 'diamond'] as const

/** The six colours that an environment may have. */
export type Colour = (typeof colours)[number]

export interface Look {
  colour: Colour
  shape: Shape
}

/** The colour and the shape of an environment. */
export function LookFields({ look, onChange }: { look: Look; onChange: (look: Partial<Look>) => void }) {
  return (
    <>
      <Swatches
        label={words.fields.colour}
        value={look.colour}
        options={colours.map((colour) => ({ value: colour, text: words.colours[colour], colour, shape: look.shape }))}
        onChange={(colour) => onChange({ colour })}
      />
      <Swatches
        label={words.fields.shape}
        value={look.shape}
        options={shapes.map((shape) => ({ value: shape, text: words.shapes[shape], colour: look.colour, shape }))}
        onChange={(shape) => onChange({ shape })}
      />
    </>
  )
}

/** The look that the fewest environments have. */
export function freshLook(taken: readonly Look[]): Look {
  const rarest = <Value,>(values: readonly Value[], has: (value: Value) => number) =>
    values.toSorted((one, other) => has(one) - has(other))[0]
  return {
    colour: rarest(colours, (colour) => taken.filter((look) => look.colour === colour).length) ?? 'slate',
    shape: rarest(shapes.toReversed(), (shape) => taken.filter((look) => look.shape === shape).length) ?? 'diamond',
  }
}
