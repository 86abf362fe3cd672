import { ExternalLink } from 'lucide-react'
import type { Provider } from '../../../../contract/providers.ts'
import { keysRegenerate as words } from '../../../strings/en/keys-regenerate.ts'
import { DashboardLink } from '../dashboard-link.tsx'
import { Step, type StepState } from './step.tsx'

/** Where the new key is made: the provider's own page. */
export function MakeStep({ provider, isEntry, state }: { provider: Provider; isEntry: boolean; state: StepState }) {
  const url = provider.dashboardUrl
  return (
    <Step state={state} heading={words.make.heading(provider.name)}>
      <p className="text-12 text-fg-2">{isEntry ? words.make.enterText : words.make.text}</p>
      {url ? (
        <p className="step__link">
          <DashboardLink url={url}>{words.make.link(new URL(url).host)}</DashboardLink>
          <ExternalLink className="i i--12" aria-hidden="true" />
        </p>
      ) : (
        <p className="text-12 text-fg-3">{words.make.noLink(provider.name)}</p>
      )}
    </Step>
  )
}
