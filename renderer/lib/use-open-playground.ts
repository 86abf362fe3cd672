import { useNavigate } from '@tanstack/react-router'
import { useSettings, useUpdateSettings } from './use-settings.ts'

/** Opens the playground with a key chosen, and a model where one is named. */
export function useOpenPlayground() {
  const navigate = useNavigate()
  const environmentId = useSettings()?.environmentId ?? null
  const update = useUpdateSettings()
  return async (key: { id: string; environmentId: string | null }, model?: string): Promise<void> => {
    // The frame's environment would win over the key: it goes along, unless it shows all of them.
    const place = environmentId === null ? {} : { environmentId: key.environmentId }
    await update.mutateAsync({ lastKeyId: key.id, ...place, ...(model === undefined ? {} : { lastModel: model }) })
    await navigate({ to: '/playground' })
  }
}
