import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { SecretStoreStatus } from '../../contract/secret-store.ts'
import type { KeychainDeadlines } from '../../main/core/vault/secret-store/keychain-client.ts'
import type { SecretRef } from '../../main/core/vault/secret-store/secret-store.ts'
import type { SecretStoreChoice } from '../../main/core/vault/secret-store/store-keeper.ts'
import { programFile } from '../programs.ts'

/** One line to the process. */
export interface ManagerRequest {
  readonly id: number
  readonly method: 'start' | 'read' | 'write' | 'remove' | 'choose' | 'unlock' | 'retry' | 'status' | 'close' | 'alive'
  readonly ref?: SecretRef
  readonly secret?: string
  readonly choice?: SecretStoreChoice
  readonly passphrase?: string
}

/** One line from it. */
export interface ManagerReply {
  readonly id: number
  readonly value?: unknown
  readonly error?: { name: string; state?: string; reason?: string; code?: string; data?: unknown }
}

/** A secret store manager in a process of its own. Rejections come as the plain data of `ManagerReply.error`. */
export class ManagerProcess {
  readonly pid: number | undefined
  readonly #child
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>()
  #lastId = 0

  constructor(options: {
    env: Record<string, string>
    dataFolder: string
    carrier?: 'process' | 'thread'
    deadlines?: Partial<KeychainDeadlines>
  }) {
    const program = programFile('manager-process')
    const parameters = [
      options.dataFolder,
      options.carrier ?? 'process',
      JSON.stringify({ keep: 0, ...options.deadlines }),
    ]
    this.#child = spawn(process.execPath, [program, ...parameters], {
      env: options.env,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.pid = this.#child.pid
    createInterface(this.#child.stdout).on('line', (line) => {
      const reply = JSON.parse(line) as ManagerReply
      const waiting = this.#waiting.get(reply.id)
      this.#waiting.delete(reply.id)
      if (reply.error) waiting?.reject(reply.error)
      else waiting?.resolve(reply.value)
    })
    this.#child.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject({ name: 'exited' })
      this.#waiting.clear()
    })
  }

  start = () => this.#call({ method: 'start' }) as Promise<SecretStoreStatus>
  status = () => this.#call({ method: 'status' }) as Promise<SecretStoreStatus>
  retry = () => this.#call({ method: 'retry' }) as Promise<SecretStoreStatus>
  alive = () => this.#call({ method: 'alive' })
  choose = (choice: SecretStoreChoice) => this.#call({ method: 'choose', choice }) as Promise<SecretStoreStatus>
  unlock = (passphrase: string) => this.#call({ method: 'unlock', passphrase }) as Promise<SecretStoreStatus>
  read = (ref: SecretRef) => this.#call({ method: 'read', ref }) as Promise<string | null>
  write = (ref: SecretRef, secret: string) => this.#call({ method: 'write', ref, secret })
  remove = (ref: SecretRef) => this.#call({ method: 'remove', ref })

  /** Closes the manager and ends the process as a host does. Resolves once it is gone. */
  async quit(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    void this.#call({ method: 'close' }).then(
      () => this.#child.stdin.end(),
      () => this.#child.stdin.end(),
    )
    await gone
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  #call(request: Omit<ManagerRequest, 'id'>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#waiting.set(id, { resolve, reject })
      this.#child.stdin.write(`${JSON.stringify({ id, ...request })}\n`)
    })
  }
}
