import type { KeychainFault } from './keychain-errors.ts'

/** One thing to do to one item. */
export type KeychainTask = {
  readonly service: string
  readonly account: string
} /** `keepMs`: for how long the worker may answer the same question from memory; 0 asks the keychain itself. */ & (
  | { readonly action: 'get'; readonly keepMs: number }
  | { readonly action: 'set'; readonly value: string }
  | { readonly action: 'delete' }
)

/** A task on its way to the worker. */
export interface KeychainRequest {
  readonly id: number
  readonly task: KeychainTask
}

/** What the worker answers: the item's text or null, or the class of what went wrong. Never a message. */
export type KeychainReply =
  | { readonly id: number; readonly value: string | null }
  | { readonly id: number; readonly fault: KeychainFault }

/** One running worker, whatever carries it: a child process, a thread, or a host's own kind of process. */
export interface KeychainPort {
  send(request: KeychainRequest): void
  onReply(listener: (reply: KeychainReply) => void): void
  /** Told once that it ended, and how: a signal or a code, for the log. */
  onExit(listener: (how: string) => void): void
  kill(): void
}

/** Starts a worker. */
export type KeychainLauncher = () => KeychainPort
