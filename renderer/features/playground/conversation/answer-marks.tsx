import type { ReactNode } from 'react'
import { formatClock } from '../../../lib/format.ts'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Monogram } from '../../../ui/monogram.tsx'
import type { Message } from '../types.ts'
import { useData } from './data-context.ts'

/** Who answers and when; what can be done with it at the right. */
export function AnswerHead({ message, children }: { message: Message; children?: ReactNode }) {
  const { keyOf, providerOf } = useData()
  const provider = providerOf(keyOf(message.keyId)?.providerId)
  return (
    <header className="who">
      {provider ? <Monogram letters={provider.monogram} name={provider.name} /> : null}
      <b className="trunc sel">{message.model}</b>
      <span>{formatClock(message.createdAt)}</span>
      {children ? <span className="who__actions">{children}</span> : null}
    </header>
  )
}

/** The key that was used, in the colour and shape of its environment. */
export function KeyMark({ message }: { message: Message }) {
  const { keyOf, environmentOf } = useData()
  const environment = environmentOf(message.environmentId)
  const name = message.keyName ?? keyOf(message.keyId)?.name
  if (!environment || !name) return null
  return (
    <span className="nums__key" title={environment.name}>
      <EnvironmentMark name={name} colour={environment.colour} shape={environment.shape} />
    </span>
  )
}
