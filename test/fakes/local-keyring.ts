import { randomBytes, randomUUID } from 'node:crypto'
import type { LocalKeyModel } from '../../contract/local-keys.ts'
import type {
  Candidate,
  KeyVerdict,
  LimitState,
  LocalGrant,
  LocalKeyring,
  Route,
} from '../../main/core/gateway/gateway-types.ts'

/** Local keys in memory, that a test tells what to say. */
export class FakeKeyring implements LocalKeyring {
  readonly text = `kd_${randomBytes(24).toString('hex')}`
  readonly grant: LocalGrant = {
    id: randomUUID(),
    name: 'Editor',
    environmentId: randomUUID(),
    lane: 'pro',
    allowsFiles: true,
    monthlyBudget: null,
  }
  /** What is said of `text`. */
  verdict: KeyVerdict = { kind: 'active', grant: this.grant }
  /** For models that `routes` doesn't name. */
  usual: Route
  readonly routes = new Map<string | null, Route>()
  listed: LocalKeyModel[] = []
  isOverBudget = false
  limit: LimitState = { limit: null, remaining: 0, resetMs: 0, retryAfterMs: 0 }
  taken = 0
  uses: { id: string; client: string | null }[] = []
  #watchers = new Set<(id: string) => void>()

  constructor(...candidates: [Candidate, ...Candidate[]]) {
    this.usual = { kind: 'found', candidates }
  }

  find(text: string): KeyVerdict {
    return text === this.text ? this.verdict : { kind: 'unknown' }
  }

  route(_grant: LocalGrant, model: string | null): Route {
    const route = this.routes.get(model) ?? this.usual
    if (route.kind !== 'found' || this.routes.has(model)) return route
    const [first, ...rest] = route.candidates
    const named = (candidate: Candidate) => ({ ...candidate, model: candidate.model ?? model })
    return { kind: 'found', candidates: [named(first), ...rest.map(named)] }
  }

  models(): Promise<LocalKeyModel[]> {
    return Promise.resolve(this.listed)
  }

  hasBudget(): boolean {
    return !this.isOverBudget
  }

  take(): ReturnType<LocalKeyring['take']> {
    const state = this.limit
    if (state.limit !== null && state.remaining < 1) return { taken: false, state }
    this.taken++
    return { taken: true, state, giveBack: () => void this.taken-- }
  }

  used(id: string, _at: number, client: string | null): void {
    this.uses.push({ id, client })
  }

  onEnded(ended: (id: string) => void): () => void {
    this.#watchers.add(ended)
    return () => this.#watchers.delete(ended)
  }

  /** Revokes `text` as the real ones do: from this moment, and for open calls too. */
  revoke(): void {
    this.verdict = { kind: 'revoked', id: this.grant.id, name: this.grant.name }
    for (const watcher of this.#watchers) watcher(this.grant.id)
  }
}
