import { bindingName, type FromPage, receiverName, type ToPage } from './wire.ts'

/** The script of the isolated world: what a sandboxed preload may touch, and then the preload itself. */
export function preludeSource(preload: string): string {
  const run = `(require, module, exports) => {${preload}\n}`
  return `(${prelude.toString()})(${JSON.stringify({ bindingName, receiverName })}, ${run})`
}

type Listener = (event: { ports: MessagePort[] }, ...parts: unknown[]) => void
type Preload = (require: (name: string) => unknown, module: { exports: object }, exports: object) => void

/** Runs in the page, so it may use nothing from outside itself. */
function prelude(names: { bindingName: string; receiverName: string }, preload: Preload): void {
  // Electron runs a preload in the main frame only.
  if (window !== window.top) return
  const world = globalThis as unknown as Record<string, unknown>
  const listeners = new Map<string, Listener[]>()
  const ports = new Map<string, MessagePort>()
  const pending = new Map<string, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  const send = (message: FromPage) => (world[names.bindingName] as (text: string) => void)(JSON.stringify(message))
  const missing = (name: string) => () => {
    throw new Error(`electron double: ${name} is not implemented in a preload`)
  }

  const isPlain = (value: unknown): boolean => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return true
    if (Array.isArray(value)) return value.every(isPlain)
    const isObject = typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
    return isObject && Object.values(value).every(isPlain)
  }
  const checked = (parts: unknown[]): unknown[] => {
    structuredClone(parts)
    if (!isPlain(parts)) throw new Error('electron double: only text and plain JSON values cross to the main process')
    return parts
  }

  const add = (channel: string, listener: Listener) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    return ipcRenderer
  }
  const remove = (channel: string, listener: Listener) => {
    const left = (listeners.get(channel) ?? []).filter((known) => known !== listener)
    listeners.set(channel, left)
    return ipcRenderer
  }
  const ipcRenderer = {
    on: add,
    addListener: add,
    once(channel: string, listener: Listener) {
      const once: Listener = (event, ...parts) => {
        remove(channel, once)
        listener(event, ...parts)
      }
      return add(channel, once)
    },
    off: remove,
    removeListener: remove,
    send: (channel: string, ...parts: unknown[]) => send({ kind: 'send', channel, parts: checked(parts) }),
    invoke(channel: string, ...parts: unknown[]) {
      const id = crypto.randomUUID()
      const reply = new Promise((resolve, reject) => pending.set(id, { resolve, reject }))
      send({ kind: 'invoke', id, channel, parts: checked(parts) })
      return reply
    },
    postMessage: missing('ipcRenderer.postMessage'),
    sendSync: missing('ipcRenderer.sendSync'),
    sendToHost: missing('ipcRenderer.sendToHost'),
  }

  const openPort = (id: string): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    ports.set(id, port1)
    port1.addEventListener('message', ({ data }) => send({ kind: 'port', port: id, data: checked([data])[0] }))
    port1.start()
    port1.addEventListener('close', () => {
      ports.delete(id)
      send({ kind: 'port-close', port: id })
    })
    return port2
  }

  world[names.receiverName] = (text: string) => {
    const message = JSON.parse(text) as ToPage
    switch (message.kind) {
      case 'message': {
        const event = { ports: message.ports.map(openPort), sender: ipcRenderer }
        for (const listener of listeners.get(message.channel) ?? []) listener(event, message.message)
        return
      }
      case 'port':
        return ports.get(message.port)?.postMessage(message.data)
      case 'port-close':
        ports.get(message.port)?.close()
        ports.delete(message.port)
        return
      case 'reply':
        return pending.get(message.id)?.resolve(message.value)
      case 'reply-error':
        return pending.get(message.id)?.reject(new Error(message.message))
      default:
        throw new Error(`electron double: the page got ${text}`)
    }
  }

  // What is no request can't be held back by the main process: it is held here, and the app is asked.
  navigation.addEventListener('navigate', (event) => {
    const { url } = event.destination
    if (event.downloadRequest !== null || event.hashChange || /^https?:/.test(url)) return
    event.preventDefault()
    send({ kind: 'departure', url })
  })

  const modules: Record<string, unknown> = {
    electron: {
      ipcRenderer,
      contextBridge: { exposeInMainWorld: missing('contextBridge'), exposeInIsolatedWorld: missing('contextBridge') },
      get crashReporter() {
        return missing('crashReporter')()
      },
      get nativeImage() {
        return missing('nativeImage')()
      },
      get webFrame() {
        return missing('webFrame')()
      },
      get webUtils() {
        return missing('webUtils')()
      },
    },
    // A sandboxed preload may require these three; nothing of ours does.
    events: undefined,
    timers: undefined,
    url: undefined,
  }
  const require = (name: string): unknown => {
    if (!Object.hasOwn(modules, name)) throw new Error(`module not found: ${name}`)
    return modules[name] ?? missing(`require('${name}')`)()
  }
  try {
    const module = { exports: {} }
    preload.call(module.exports, require, module, module.exports)
  } catch (error) {
    send({ kind: 'preload-error', message: String(error) })
  }
}
