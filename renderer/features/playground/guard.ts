const STORED = 'keydeck.guards-passed'

/** Guarded environments that the person has said yes to in this session. A reload is the same session. */
export function hasPassedGuard(environmentId: string): boolean {
  return passed().includes(environmentId)
}

/** Remembers a yes until the session ends. */
export function passGuard(environmentId: string): void {
  sessionStorage.setItem(STORED, JSON.stringify([...new Set([...passed(), environmentId])]))
}

function passed(): string[] {
  const stored: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? '[]')
  return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : []
}
