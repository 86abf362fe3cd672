import { EnvironmentMark, type EnvironmentMarkProps } from './environment-mark.tsx'

/** The environment that a dialog acts in. */
export type DialogEnvironment = Pick<EnvironmentMarkProps, 'name' | 'colour' | 'shape'>

/** The environment at the right of a dialog's title; nothing while it has no name yet. */
export function DialogEnvironmentMark({ environment }: { environment: DialogEnvironment | undefined }) {
  if (!environment || environment.name.trim() === '') return null
  const { name, colour, shape } = environment
  return (
    <span className="dialog__aside">
      <EnvironmentMark {...{ name, colour, shape }} tint />
    </span>
  )
}
