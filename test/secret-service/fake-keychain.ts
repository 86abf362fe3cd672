import type { KeychainFault } from '../../main/core/vault/secret-store/keychain-errors.ts'
import type {
  KeychainLauncher,
  KeychainReply,
  KeychainTask,
} from '../../main/core/vault/secret-store/keychain-messages.ts'

/** What becomes of one task: it is done, it fails, nobody answers, or the worker dies before or after doing it. */
export type Fate =
  | 'done'
  | 'hang'
  | 'die-before'
  | 'die-after'
  | { readonly fault: KeychainFault }
  | { readonly kept: string }

/** A keychain at the worker's port, for faults that no real one shows on demand. Items outlive its workers. */
export class FakeKeychain {
  readonly items = new Map<string, string>()
  readonly tasks: KeychainTask[] = []
  launched = 0
  killed = 0
  /** Whether a task waits for an answer that never comes. */
  isHanging = false
  /** Decides each task's fate, given its number from 0. */
  fate: (task: KeychainTask, index: number) => Fate = () => 'done'

  readonly launch: KeychainLauncher = () => {
    this.launched += 1
    let onReply: (reply: KeychainReply) => void = () => undefined
    let onExit: (how: string) => void = () => undefined
    return {
      send: ({ id, task }) => {
        const fate = this.fate(task, this.tasks.length)
        this.tasks.push(task)
        this.isHanging = fate === 'hang'
        if (fate === 'hang') return
        if (fate === 'die-before') return queueMicrotask(() => onExit('SIGKILL'))
        if (typeof fate === 'object' && 'fault' in fate) return queueMicrotask(() => onReply({ id, fault: fate.fault }))
        const value = this.#perform(task, typeof fate === 'object' ? fate.kept : undefined)
        if (fate === 'die-after') return queueMicrotask(() => onExit('SIGKILL'))
        queueMicrotask(() => onReply({ id, value }))
      },
      onReply: (listener) => (onReply = listener),
      onExit: (listener) => (onExit = listener),
      kill: () => {
        this.killed += 1
      },
    }
  }

  #perform(task: KeychainTask, kept: string | undefined): string | null {
    if (task.action === 'get') return this.items.get(task.account) ?? null
    if (task.action === 'set') this.items.set(task.account, kept ?? task.value)
    else this.items.delete(task.account)
    return null
  }
}
