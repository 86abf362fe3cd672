import { Hourglass } from 'lucide-react'
import type { VaultKey } from '../../../../contract/keys.ts'
import { rotationOf } from './rotation-words.ts'

const tints = { bad: 'fg-bad', warn: 'fg-warn', plain: 'text-fg-2', quiet: 'text-fg-3' }

/** A key's rotation in a row, in words; a regeneration that isn't over has a mark. */
export function RotationMark({ vaultKey }: { vaultKey: VaultKey }) {
  const { word, tone, mark } = rotationOf(vaultKey)
  return (
    <span className="key-rotation">
      {mark ? <Hourglass className="i i--12 fg-info" role="img" aria-label={mark} /> : null}
      <span className={`trunc ${tints[tone]}`}>{mark ?? word}</span>
    </span>
  )
}
