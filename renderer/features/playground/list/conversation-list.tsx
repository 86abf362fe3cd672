import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, Search, X } from 'lucide-react'
import { type RefObject, useCallback, useDeferredValue, useMemo, useState } from 'react'
import { client, orpc } from '../../../lib/client.ts'
import { formatCount } from '../../../lib/format.ts'
import type { Combo } from '../../../lib/shortcuts.ts'
import { playground } from '../../../strings/en/playground.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { useData } from '../conversation/data-context.ts'
import { forgetConversation } from '../conversation/open-conversations.ts'
import type { ConversationSummary } from '../types.ts'
import { conversationGroups } from './conversation-groups.ts'
import { ConversationRow } from './conversation-row.tsx'
import { RenameDialog } from './rename-dialog.tsx'

const words = playground.list
const A_PAGE = 100

export interface ConversationListProps {
  currentId: string | null
  searchBox: RefObject<HTMLInputElement | null>
  newShortcut: Combo
  onNew: () => void
  /** The conversation that is open was deleted. */
  onGone: () => void
}

/** The saved conversations, newest first, with a search over titles, questions and answers. */
export function ConversationList({ currentId, searchBox, newShortcut, onNew, onGone }: ConversationListProps) {
  const [search, setSearch] = useState('')
  const [renaming, setRenaming] = useState<ConversationSummary | null>(null)
  const { environmentOf } = useData()
  const list = useConversations(useDeferredValue(search.trim()))
  const groups = useMemo(() => conversationGroups(list.conversations), [list.conversations])
  const remove = useRemove(currentId, onGone)
  return (
    <SidePanel
      side="left"
      className="conv-panel"
      aria-label={words.label}
      head={
        <div className="head head--line">
          <TextInput
            ref={searchBox}
            type="search"
            size="small"
            icon={<Search className="i i--14" />}
            placeholder={list.total > 0 && search === '' ? words.search(formatCount(list.total)) : words.searchNone}
            aria-label={words.searchNone}
            value={search}
            onValueChange={setSearch}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && search !== '') {
                event.stopPropagation()
                setSearch('')
              }
            }}
            end={
              search === '' ? null : (
                <IconButton
                  size="small"
                  label={words.clear}
                  icon={<X className="i i--12" />}
                  onClick={() => setSearch('')}
                />
              )
            }
          />
          <IconButton
            variant="default"
            size="small"
            label={words.add}
            shortcut={newShortcut}
            icon={<Plus className="i i--14" />}
            onClick={onNew}
          />
        </div>
      }
    >
      {groups.map((group) => (
        <section key={group.heading}>
          <h2 className="conv-day">{group.heading}</h2>
          <ul>
            {group.conversations.map((conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                environment={environmentOf(conversation.environmentId)}
                isCurrent={conversation.id === currentId}
                onRename={setRenaming}
                onDelete={remove}
              />
            ))}
          </ul>
        </section>
      ))}
      {groups.length === 0 && list.isReady ? (
        <p className="conv-none">{search.trim() === '' ? words.empty : words.nothingFound(search.trim())}</p>
      ) : null}
      {list.isFailed ? <p className="conv-none fg-bad">{words.failed}</p> : null}
      {list.more ? (
        <div className="conv-more">
          <Button size="small" variant="ghost" onClick={list.more}>
            {words.more}
          </Button>
        </div>
      ) : null}
      {renaming ? <RenameDialog conversation={renaming} onClose={() => setRenaming(null)} /> : null}
    </SidePanel>
  )
}

function useConversations(search: string) {
  const query = useInfiniteQuery(
    orpc.playground.conversations.list.infiniteOptions({
      input: (before: number | undefined) => ({
        limit: A_PAGE,
        ...(before === undefined ? {} : { before }),
        ...(search === '' ? {} : { search }),
      }),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: (last) =>
        last.conversations.length < A_PAGE ? undefined : last.conversations.at(-1)?.updatedAt,
      placeholderData: (before) => before,
    }),
  )
  const conversations = useMemo(() => query.data?.pages.flatMap((page) => page.conversations) ?? [], [query.data])
  return {
    conversations,
    total: query.data?.pages[0]?.total ?? 0,
    isReady: query.isSuccess,
    isFailed: query.isError,
    more: query.hasNextPage ? () => void query.fetchNextPage() : null,
  }
}

function useRemove(currentId: string | null, onGone: () => void) {
  const toast = useToast()
  const queries = useQueryClient()
  return useCallback(
    (conversation: ConversationSummary) => {
      const refresh = () => void queries.invalidateQueries({ queryKey: orpc.playground.conversations.key() })
      const restore = () => {
        client.playground.conversations
          .restore({ id: conversation.id })
          .then(() => forgetConversation(conversation.id))
          .catch(() => toast({ kind: 'error', title: words.notRestored }))
          .finally(refresh)
      }
      client.playground.conversations.delete({ id: conversation.id }).then(
        () => {
          if (conversation.id === currentId) onGone()
          forgetConversation(conversation.id)
          toast({
            title: words.deleted(conversation.title),
            text: words.deletedText,
            action: { text: playground.list.undo, run: restore },
          })
        },
        () => toast({ kind: 'error', title: words.notDeleted }),
      )
    },
    [currentId, onGone, queries, toast],
  )
}
