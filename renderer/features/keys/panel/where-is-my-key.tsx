import { Ban, Check, Lock, TriangleAlert } from 'lucide-react'
import { formatClock } from '../../../lib/format.ts'
import { type SecretStoreStatus, useSecretStore } from '../../../lib/use-secret-store.ts'
import { keys as words } from '../../../strings/en/keys.ts'
import type { KeyRow } from '../types.ts'

/** Which store holds the secret, whom it is sent to, and what never holds it. */
export function WhereIsMyKey({ row }: { row: KeyRow }) {
  const store = useSecretStore()
  const { key, provider } = row
  const { hasSecret } = key
  const isFine = hasSecret && key.trouble === null && store?.state === 'ready'
  const isLost = hasSecret && store?.state === 'ready' && (key.trouble === 'missing' || key.trouble === 'mismatch')
  return (
    <section className="sect">
      <h3>
        <Lock className="i i--14" aria-hidden="true" />
        {words.where.heading}
      </h3>
      <ul className="where">
        <li>
          {isLost ? (
            <TriangleAlert className="i i--14 fg-warn" aria-hidden="true" />
          ) : (
            <Check className="i i--14 fg-ok" aria-hidden="true" />
          )}
          <span>
            {isLost ? lostWords(key.trouble) : null}
            {hasSecret && !isLost ? placeOf(store) : null}
            {hasSecret ? null : key.fingerprint ? words.where.removed : words.where.none(provider.name)}
            {isFine && store.sentinelReadAt ? ` ${words.where.readBack(formatClock(store.sentinelReadAt))}` : null}
          </span>
        </li>
        {hasSecret && store?.interruptedMove ? (
          <li>
            <TriangleAlert className="i i--14 fg-warn" aria-hidden="true" />
            <span>{words.where.copies}</span>
          </li>
        ) : null}
        {hasSecret && !isLost ? (
          <>
            <li>
              <Check className="i i--14 fg-ok" aria-hidden="true" />
              <span>{words.where.sentTo(provider.baseUrl)}</span>
            </li>
            <li className="text-fg-3">
              <Ban className="i i--14" aria-hidden="true" />
              <span>{words.where.never}</span>
            </li>
          </>
        ) : null}
      </ul>
    </section>
  )
}

/** What the store in charge said when it was asked, which is not what its name promises. */
const lostWords = (trouble: KeyRow['key']['trouble']) =>
  trouble === 'missing' ? words.where.missing : words.where.elsewhere

function placeOf(store: SecretStoreStatus | undefined): string {
  switch (store?.kind) {
    case 'os-keychain':
      return words.where.keychain(store.place)
    case 'encrypted-file':
      return words.where.file(store.place)
    case 'memory':
      return words.where.memory
    case null:
    case undefined:
      return words.where.unchosen
  }
}
