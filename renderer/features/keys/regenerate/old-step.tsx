import { ExternalLink, TriangleAlert } from 'lucide-react'
import { keysRegenerate as words } from '../../../strings/en/keys-regenerate.ts'
import { DashboardLink } from '../dashboard-link.tsx'
import type { KeyRow } from '../types.ts'
import { maskOf } from './mask-of.ts'
import { Step, type StepState } from './step.tsx'

/** The reminder that the old key still works at the provider. */
export function OldStep({ row: { key, provider }, state }: { row: KeyRow; state: StepState }) {
  const url = provider.dashboardUrl
  return (
    <Step state={state} heading={words.old.heading(provider.name)}>
      {key.previous ? <p className="text-12 text-fg-2">{words.old.text(maskOf(key), maskOf(key.previous))}</p> : null}
      <p className="icon-line text-12">
        <TriangleAlert className="i i--12 fg-warn" aria-hidden="true" />
        {words.old.reminder}
      </p>
      {url ? (
        <p className="step__link">
          <DashboardLink url={url}>{words.make.link(new URL(url).host)}</DashboardLink>
          <ExternalLink className="i i--12" aria-hidden="true" />
        </p>
      ) : null}
    </Step>
  )
}
