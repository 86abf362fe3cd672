import { keys as words } from '../../../strings/en/keys.ts'
import { Monogram } from '../../../ui/monogram.tsx'
import { Secret } from '../../../ui/secret.tsx'
import type { KeyRow } from '../types.ts'

/** The chosen key as a card: its spine, its mask, the hole. */
export function KeyCard({ row }: { row: KeyRow }) {
  const { key, provider, environment } = row
  return (
    <section className="keycard key-panel__card" data-env={environment.colour}>
      <svg className="keycard__hole" width="22" height="36" viewBox="0 0 16 20" aria-hidden="true">
        <path d="M8 1a5.300 5.300 0 0 0-2.800 9.800L3.700 18.100a.9.900 0 0 0 .9 1.100h6.800a.9.900 0 0 0 .9-1.100l-1.500-7.300A5.300 5.300 0 0 0 8 1Z" />
      </svg>
      <h2 className="key-panel__name">
        <Monogram letters={provider.monogram} name={provider.name} isNamed />
        <span className="trunc" title={key.name} dir="auto">
          {key.name}
        </span>
      </h2>
      <p className="key-panel__secret">
        {key.fingerprint === '' ? words.noneNeeded : <Secret prefix={key.prefix} last4={key.last4} />}
      </p>
      <dl className="key-panel__facts">
        <div>
          <dt>{words.panel.provider}</dt>
          <dd className="trunc" dir="auto">
            {provider.name}
          </dd>
        </div>
        <div>
          <dt>{words.panel.account}</dt>
          <dd>{words.accountTypes[key.accountType]}</dd>
        </div>
        <div>
          <dt>{words.panel.limit}</dt>
          <dd>
            {key.requestsPerMinute === null ? words.panel.unlimited : words.panel.perMinute(key.requestsPerMinute)}
          </dd>
        </div>
        {key.fingerprint ? (
          <div>
            <dt>{words.panel.fingerprint}</dt>
            <dd className="mono sel">{`${key.fingerprint.slice(0, 4)} ${key.fingerprint.slice(4)}`}</dd>
          </div>
        ) : null}
      </dl>
    </section>
  )
}
