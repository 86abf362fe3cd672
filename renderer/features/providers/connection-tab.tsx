import { providers as words } from '../../strings/en/providers.ts'
import { CertificateField } from '../../ui/certificate-field.tsx'
import { ProviderBasics } from '../../ui/provider-basics.tsx'
import { HeaderRows } from './header-rows.tsx'
import { ProxyField } from './proxy-field.tsx'
import type { ProviderForm } from './use-provider-form.ts'

/** How the provider is reached, and what its keys look like. */
export function ConnectionTab({ form }: { form: ProviderForm }) {
  const { draft, change, mistakes } = form
  return (
    <div className="provider__part">
      <div className="form">
        <ProviderBasics draft={draft} change={change} errors={mistakes} />
      </div>
      <section className="provider__section">
        <h3>{words.headers.title}</h3>
        <p className="hint">{words.headers.text}</p>
        <HeaderRows rows={draft.headers} mistakes={mistakes} onChange={(headers) => change({ headers })} />
      </section>
      <section className="provider__section">
        <h3>{words.network.title}</h3>
        <ProxyField
          value={draft.proxy}
          baseUrl={draft.baseUrl}
          error={mistakes['proxy']}
          onValueChange={(proxy) => change({ proxy })}
        />
        <CertificateField value={draft.caPem} error={mistakes['caPem']} onValueChange={(caPem) => change({ caPem })} />
      </section>
    </div>
  )
}
