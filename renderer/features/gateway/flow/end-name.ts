import { gateway } from '../../../strings/en/gateway.ts'
import type { GatewayData } from '../use-gateway-data.ts'
import type { DrawnEnd } from './flow-ends.ts'

const words = gateway.flow

/** What a local key is called now, or was at its last call where it is gone. */
export function localKeyName(end: DrawnEnd, { rows }: Pick<GatewayData, 'rows'>): string {
  if (end.id === null) return words.otherLocalKeys
  return rows.find(({ key }) => key.id === end.id)?.key.name ?? end.name
}

/** The same of a vault key. */
export function vaultKeyName(end: DrawnEnd, { vaultKeys }: Pick<GatewayData, 'vaultKeys'>): string {
  if (end.id === null) return words.otherVaultKeys
  return vaultKeys.find(({ id }) => id === end.id)?.name ?? end.name
}
