import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Environment as EnvironmentSchema } from '../../contract/environments.ts'
import { orpc } from './client.ts'
import { useSettings, useUpdateSettings } from './use-settings.ts'

/** Where a key belongs: development, staging, production, or the person's own. */
export type Environment = z.infer<typeof EnvironmentSchema>

const none: readonly Environment[] = []

/** The environments in the person's order. Empty until they have come. */
export function useEnvironments(): readonly Environment[] {
  return useQuery(orpc.environments.list.queryOptions()).data ?? none
}

/** The environment that the frame's switch shows; `current` is null for all of them. */
export function useCurrentEnvironment(): {
  current: Environment | null
  environments: readonly Environment[]
  select: (id: string | null) => void
} {
  const environments = useEnvironments()
  const chosenId = useSettings()?.environmentId ?? null
  const update = useUpdateSettings()
  return {
    current: environments.find((environment) => environment.id === chosenId) ?? null,
    environments,
    select: (id) => update.mutate({ environmentId: id }),
  }
}
