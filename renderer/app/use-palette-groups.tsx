import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { MessageSquareText } from 'lucide-react'
import { useMemo } from 'react'
import { orpc } from '../lib/client.ts'
import { useRegisteredCommands } from '../lib/commands.ts'
import { formatAgo } from '../lib/format.ts'
import { useEnvironments } from '../lib/use-environments.ts'
import { frame } from '../strings/en/frame.ts'
import { EnvironmentMark } from '../ui/environment-mark.tsx'
import { Monogram } from '../ui/monogram.tsx'
import { CardIcon } from './brand.tsx'
import type { PaletteGroup, PaletteItem } from './palette-search.ts'

/** What the palette can find now: keys, the commands that pages registered, the newest conversations. */
export function usePaletteGroups(): readonly PaletteGroup[] {
  const words = frame.palette
  const keys = useKeyItems()
  const conversations = useConversationItems()
  const commands = useRegisteredCommands()
  return useMemo(
    () => [
      { value: words.keys, items: keys },
      { value: words.commands, items: commands },
      { value: words.conversations, items: conversations },
    ],
    [words, keys, commands, conversations],
  )
}

function useKeyItems(): readonly PaletteItem[] {
  const keys = useQuery(orpc.keys.list.queryOptions()).data
  const providers = useQuery(orpc.providers.list.queryOptions()).data
  const environments = useEnvironments()
  const navigate = useNavigate()
  return useMemo(
    () =>
      (keys ?? []).map((key) => {
        const provider = providers?.find((candidate) => candidate.id === key.providerId)
        const environment = environments.find((candidate) => candidate.id === key.environmentId)
        return {
          id: `key ${key.id}`,
          title: key.name,
          note: `${key.prefix}••••${key.last4}`,
          keywords: [provider?.name, environment?.name, ...key.tags].filter(Boolean).join(' '),
          ...(provider ? { mark: <Monogram letters={provider.monogram} name={provider.name} /> } : { icon: CardIcon }),
          ...(environment
            ? {
                end: <EnvironmentMark name={environment.name} colour={environment.colour} shape={environment.shape} />,
              }
            : {}),
          run: () => void navigate({ to: '/keys', search: { key: key.id } }),
        }
      }),
    [keys, providers, environments, navigate],
  )
}

function useConversationItems(): readonly PaletteItem[] {
  const input = { limit: 100 }
  const list = useQuery(orpc.playground.conversations.list.queryOptions({ input })).data
  const navigate = useNavigate()
  return useMemo(
    () =>
      (list?.conversations ?? []).map((conversation) => ({
        id: `conversation ${conversation.id}`,
        title: conversation.title,
        note: [conversation.model, frame.palette.messages(conversation.messages)].filter(Boolean).join(', '),
        icon: MessageSquareText,
        end: <span className="palette__time">{formatAgo(conversation.updatedAt)}</span>,
        run: () => void navigate({ to: '/playground/$conversationId', params: { conversationId: conversation.id } }),
      })),
    [list, navigate],
  )
}
