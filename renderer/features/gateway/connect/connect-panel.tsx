import { skipToken, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import type { IssuedLocalKey } from '../../../../contract/local-keys.ts'
import { client, orpc } from '../../../lib/client.ts'
import { keyPlace } from '../../../lib/copy-issued.ts'
import { freeName } from '../../../lib/free-name.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { useHost } from '../../../lib/use-host.ts'
import { gatewayConnect as words } from '../../../strings/en/gateway-connect.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { usualAccountType } from '../create/draft.ts'
import { useSwitch } from '../head/use-switch.ts'
import { refusalWords } from '../refusal-words.ts'
import { toolOf, tools } from '../tools/tools.ts'
import type { GatewayData } from '../use-gateway-data.ts'
import { useModelNames } from '../use-model-names.ts'
import { ConnectTarget } from './connect-target.tsx'
import { FilledIn } from './filled-in.tsx'
import { Snippet } from './snippet.tsx'

interface ConnectPanelProps {
  data: GatewayData
  current: Environment | null
  /** As the address says; the first tool for none. */
  toolId: string | undefined
  onTool: (id: string) => void
  /** Null where it stands beside the table for good. */
  onClose: (() => void) | null
  /** The key that the snippets are filled in with. */
  issued: IssuedLocalKey | null
  onIssued: (issued: IssuedLocalKey | null) => void
}

/** How to point a tool at the gateway: its snippet, with a key that is made for it. */
export function ConnectPanel(props: ConnectPanelProps) {
  const { data, current, toolId, onTool, onClose, issued, onIssued } = props
  const { gateway, rows, environments, vaultKeys } = data
  const tool = toolOf(toolId)
  const platform = useHost()?.platform ?? 'other'
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [typedModel, setTypedModel] = useState<string | null>(null)
  const [isMaking, setIsMaking] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const environmentId =
    issued?.key.environmentId ??
    chosenId ??
    (current ?? environments.find((one) => !one.guarded) ?? environments[0])?.id ??
    ''
  const ofEnvironment = vaultKeys.filter((key) => key.environmentId === environmentId && key.status === 'active')
  const listed = useModelNames(ofEnvironment)
  const models = useReachableModels(issued?.key.id) ?? listed
  const model = typedModel ?? models[0] ?? ''
  const values = { baseUrl: gateway.baseUrl, model: model || words.modelPlace, platform }

  const make = async () => {
    setIsMaking(true)
    setTrouble(null)
    const name = freeName(
      tool.name,
      rows.map(({ key }) => key.name),
    )
    try {
      onIssued(await client.gateway.localKeys.create({ name, environmentId, accountType: usualAccountType }))
    } catch (error) {
      setTrouble(`${words.makeFailed}. ${refusalWords(error)}`)
    } finally {
      setIsMaking(false)
    }
  }
  return (
    <SidePanel aria-label={words.title} className="key-panel connect" head={<ConnectHead onClose={onClose} />}>
      {gateway.state === 'off' ? <TurnOn /> : null}
      <div className="connect__tools" role="group" aria-label={words.tools}>
        {tools.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            className="filter-chip"
            aria-pressed={id === tool.id}
            onClick={() => onTool(id)}
          >
            <span className="trunc">{name}</span>
          </button>
        ))}
      </div>
      <ConnectTarget
        environments={environments}
        environmentId={environmentId}
        onEnvironment={issued ? null : setChosenId}
        hasVaultKey={ofEnvironment.length > 0}
        models={models}
        model={model}
        onModel={setTypedModel}
      />
      {issued ? (
        <FilledIn
          key={issued.ticket}
          issued={issued}
          row={rows.find(({ key }) => key.id === issued.key.id)}
          onHide={() => onIssued(null)}
        />
      ) : (
        <div className="connect__make">
          <Button busy={isMaking} onClick={() => void make()}>
            {words.make(tool.name)}
          </Button>
          <span className="hint">{words.makeText}</span>
          {trouble ? (
            <span className="field__error" role="alert">
              {trouble}
            </span>
          ) : null}
        </div>
      )}
      <div className="connect__parts">
        {tool.install ? <Snippet title={words.install} text={tool.install} issued={null} /> : null}
        {tool.parts({ ...values, key: keyPlace }).map((part) =>
          part.kind === 'code' ? (
            <Snippet
              key={`${part.place} ${part.text}`}
              title={words.places[part.place]}
              text={part.text}
              issued={issued}
            />
          ) : (
            <section key={part.place} className="connect__form" aria-label={words.places[part.place]}>
              <h3>{words.places[part.place]}</h3>
              {part.fields.map(({ name, value }) => (
                <Snippet key={name} inline title={words.fields[name]} text={value} issued={issued} />
              ))}
            </section>
          ),
        )}
        {words.notes[tool.id] ? <p className="hint">{words.notes[tool.id]}</p> : null}
        {issued ? null : <p className="hint">{words.placeholderNote}</p>}
      </div>
    </SidePanel>
  )
}

/** What a key can name now; undefined without a key, and until it has come. */
function useReachableModels(id: string | undefined): readonly string[] | undefined {
  const input = id === undefined ? skipToken : { id }
  return useQuery(orpc.gateway.localKeys.models.queryOptions({ input })).data?.map((model) => model.id)
}

function ConnectHead({ onClose }: { onClose: (() => void) | null }) {
  return (
    <header className="key-panel__head">
      <b>{words.title}</b>
      {onClose ? (
        <span className="key-panel__close">
          <IconButton label={words.close} size="small" icon={<X className="i i--14" />} onClick={onClose} />
        </span>
      ) : null}
    </header>
  )
}

function TurnOn() {
  const { turn, turningTo } = useSwitch()
  return (
    <p className="connect__off">
      {words.off}
      <Button size="small" busy={turningTo !== null} onClick={() => void turn(true)}>
        {words.turnOn}
      </Button>
    </p>
  )
}
