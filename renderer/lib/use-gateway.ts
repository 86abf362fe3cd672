import { useQuery } from '@tanstack/react-query'
import type { GatewayState } from '../../contract/gateway.ts'
import { client, orpc, queryClient } from './client.ts'

/** How the gateway is; undefined until it is known. */
export function useGatewayState(): GatewayState | undefined {
  return useQuery(orpc.gateway.state.queryOptions()).data
}

/** Makes a state that the core answered with the one that every part of the page shows. */
export function keepGatewayState(state: GatewayState): GatewayState {
  queryClient.setQueryData(orpc.gateway.state.queryKey(), state)
  return state
}

/** Switches it on or off. Where it can't go on, the state that comes back says why. */
export async function switchGateway(isOn: boolean): Promise<GatewayState> {
  return keepGatewayState(await (isOn ? client.gateway.start() : client.gateway.stop()))
}

/** Whether it is on, or on its way there: what a switch shows. */
export const isGatewayOn = ({ state }: Pick<GatewayState, 'state'>): boolean => state === 'on' || state === 'starting'
