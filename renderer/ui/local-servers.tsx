import { Cpu, MessageSquareText, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { LocalServer } from '../../contract/providers.ts'
import { orpc, queryClient } from '../lib/client.ts'
import { knownError, pick, wordsOf } from '../lib/known-error.ts'
import type { Environment } from '../lib/use-environments.ts'
import { useLocalServers } from '../lib/use-local-servers.ts'
import { useOpenPlayground } from '../lib/use-open-playground.ts'
import { localServers as words } from '../strings/en/local-servers.ts'
import { Button } from './button.tsx'
import { useToast } from './toast.tsx'

/** What is looked for, at its usual port: these lines stand there from the start, so that nothing moves. */
const usual = [
  { kind: 'ollama', port: 11_434 },
  { kind: 'lm-studio', port: 1_234 },
  { kind: 'llama-cpp', port: 8_080 },
  { kind: 'vllm', port: 8_000 },
] as const

interface Line {
  id: string
  name: string
  address: string
  server: LocalServer | null
}

interface LocalServersProps {
  /** Where the key of a server goes. */
  environment: Environment | undefined
  /** A server is ready, with this key. */
  onUsed?: (keyId: string) => void
}

/** Looks for model servers on this machine and offers each with one click. */
export function LocalServers({ environment, onUsed }: LocalServersProps) {
  const { servers, isLooking, error, look, adopt } = useLocalServers()
  const [using, setUsing] = useState<string | null>(null)
  const openPlayground = useOpenPlayground()
  const toast = useToast()
  const lines = linesOf(servers ?? [])

  const open = async (keyId: string, model: string | undefined) => {
    try {
      // Its key may lie in another environment than the one that a new key would go to.
      const key = (await queryClient.ensureQueryData(orpc.keys.list.queryOptions())).find((one) => one.id === keyId)
      await openPlayground({ id: keyId, environmentId: key?.environmentId ?? environment?.id ?? null }, model)
    } catch (reason) {
      toast({ kind: 'error', title: words.openFailed, text: wordsOf(reason) })
    }
  }
  const take = async (server: LocalServer) => {
    if (!environment || using) return
    setUsing(server.baseUrl)
    try {
      const { keyId } = await adopt(server, environment.id)
      const [model] = server.models
      toast({
        title: words.ready(server.name),
        text: words.readyText(environment.name),
        action: { text: words.openAfter, run: () => void open(keyId, model) },
      })
      onUsed?.(keyId)
    } catch (reason) {
      const known = knownError(reason)
      const text = (known && pick(words.refused, known.reason)) ?? wordsOf(reason)
      toast({ kind: 'error', title: words.failed(server.name), text })
    } finally {
      setUsing(null)
    }
  }

  return (
    <div className="locals">
      <ul className="locals__list" aria-label={words.list}>
        {lines.map(({ id, name, address, server }) => (
          <li key={id} className="local">
            <Cpu className="i i--14" aria-hidden="true" />
            <span className="local__name">{name}</span>
            <code className="local__address">{address}</code>
            <span className={server ? 'local__state' : 'local__state local__state--none'}>
              {server
                ? words.models(server.models.length)
                : servers
                  ? words.none
                  : error
                    ? words.unknown
                    : words.looking}
            </span>
            {server ? (
              <ServerButton
                server={server}
                isBusy={using === server.baseUrl}
                onUse={() => void take(server)}
                onOpen={(keyId) => void open(keyId, server.models[0])}
              />
            ) : null}
          </li>
        ))}
      </ul>
      <div className="locals__foot">
        <span className={error ? 'hint fg-bad' : 'hint'} role="status">
          {error
            ? words.lookFailed(wordsOf(error))
            : servers
              ? servers.length === 0
                ? words.noneFound
                : words.found(servers.length)
              : words.looking}
        </span>
        <Button size="small" icon={<RefreshCw className="i i--14" />} busy={isLooking} onClick={look}>
          {words.again}
        </Button>
      </div>
    </div>
  )
}

interface ServerButtonProps {
  server: LocalServer
  isBusy: boolean
  onUse: () => void
  onOpen: (keyId: string) => void
}

/** One button that first makes the key and then leads to the playground, so that it keeps the focus. */
function ServerButton({ server, isBusy, onUse, onOpen }: ServerButtonProps) {
  const { keyId } = server
  return (
    <Button
      size="small"
      className="local__use"
      busy={isBusy}
      aria-label={keyId ? words.openNamed(server.name) : words.takeNamed(server.name)}
      icon={keyId ? <MessageSquareText className="i i--14" /> : null}
      onClick={() => (keyId ? onOpen(keyId) : onUse())}
    >
      {keyId ? words.open : words.use}
    </Button>
  )
}

/** The usual four, each with the server that was found, and whatever else was found below them. */
function linesOf(servers: readonly LocalServer[]): Line[] {
  const left = new Set(servers)
  const lines: Line[] = usual.map(({ kind, port }) => {
    const address = `127.0.0.1:${port}`
    const server = servers.find((one) => one.kind === kind && left.has(one)) ?? null
    if (server) left.delete(server)
    return {
      id: kind,
      name: server?.name ?? words.kinds[kind],
      address: server ? new URL(server.baseUrl).host : address,
      server,
    }
  })
  return [
    ...lines,
    ...[...left].map((server) => ({
      id: server.baseUrl,
      name: server.name,
      address: new URL(server.baseUrl).host,
      server,
    })),
  ]
}
