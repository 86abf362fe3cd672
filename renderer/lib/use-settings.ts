import { useMutation, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Settings as SettingsSchema } from '../../contract/settings.ts'
import { orpc, queryClient } from './client.ts'

/** What the person set, as the core keeps it. */
export type Settings = z.infer<typeof SettingsSchema>

/** The settings; undefined until they have come. */
export function useSettings(): Settings | undefined {
  return useQuery(orpc.settings.get.queryOptions()).data
}

/** Changes settings: shown at once, taken back if the core refuses. */
export function useUpdateSettings() {
  const queryKey = orpc.settings.get.queryKey()
  return useMutation(
    orpc.settings.update.mutationOptions({
      onMutate: async (change) => {
        await queryClient.cancelQueries({ queryKey })
        const before = queryClient.getQueryData<Settings>(queryKey)
        if (before) queryClient.setQueryData(queryKey, { ...before, ...definedOnly(change) })
        return { before }
      },
      onError: (_error, _change, context) => {
        if (context?.before) queryClient.setQueryData(queryKey, context.before)
      },
      onSuccess: (settings) => {
        queryClient.setQueryData(queryKey, settings)
      },
    }),
  )
}

function definedOnly(change: { [Name in keyof Settings]?: Settings[Name] | undefined }): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}
