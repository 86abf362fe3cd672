import { ui } from '../strings/en/ui.ts'

export interface SecretProps {
  /** As in `yx-`; may be empty. */
  prefix: string
  last4: string
}

/** A secret as it is always shown: prefix, four dots, last four characters. The page never holds more. */
export function Secret({ prefix, last4 }: SecretProps) {
  const spoken = prefix ? ui.secret(prefix, last4) : ui.secretNoPrefix(last4)
  return (
    <span className="mask" role="img" aria-label={spoken}>
      {`${prefix}••••${prefix ? '' : ' '}${last4}`}
    </span>
  )
}
