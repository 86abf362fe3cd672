import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useLayoutEffect, useMemo, useState } from 'react'
import { frame } from '../strings/en/frame.ts'
import { ui } from '../strings/en/ui.ts'
import { Kbd } from '../ui/kbd.tsx'
import { markMatches, type PaletteGroup, type PaletteItem, searchPalette } from './palette-search.ts'
import { takeTyping, typedAhead } from './typed-ahead.ts'

export interface PaletteProps {
  open: boolean
  onClose: () => void
  groups: readonly PaletteGroup[]
}

/** Finds keys, commands and conversations, and runs what is chosen. */
export function Palette({ open, onClose, groups }: PaletteProps) {
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="palette" aria-label={frame.palette.title}>
          <PaletteBody groups={groups} onClose={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteBody({ groups, onClose }: Pick<PaletteProps, 'groups' | 'onClose'>) {
  const [query, setQuery] = useState(typedAhead)
  useLayoutEffect(() => takeTyping((key) => setQuery((before) => before + key)), [])
  const found = useMemo(() => searchPalette(groups, query), [groups, query])
  const count = found.reduce((sum, group) => sum + group.items.length, 0)
  const words = frame.palette
  return (
    <Autocomplete.Root
      open
      inline
      mode="none"
      items={found}
      value={query}
      onValueChange={(next, details) => {
        if (details.reason === 'input-change' || details.reason === 'input-clear') setQuery(next)
      }}
      itemToStringValue={(item: PaletteItem) => item.title}
      autoHighlight="always"
      keepHighlight
    >
      <div className="palette__in">
        <Search className="i" />
        <Autocomplete.Input className="palette__input" aria-label={words.placeholder} placeholder={words.placeholder} />
        <Dialog.Close className="sr-only">{ui.close}</Dialog.Close>
      </div>
      <div className="palette__scroll">
        <Autocomplete.Empty className="palette__none">{query ? words.none(query) : null}</Autocomplete.Empty>
        <Autocomplete.List>
          {(group: PaletteGroup) => (
            <Autocomplete.Group key={group.value} items={group.items}>
              <Autocomplete.GroupLabel className="palette__group">{group.value}</Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(item: PaletteItem) => (
                  <Autocomplete.Item
                    key={item.id}
                    value={item}
                    className="palette__item"
                    onClick={() => {
                      onClose()
                      item.run()
                    }}
                  >
                    <PaletteLine item={item} query={query} />
                  </Autocomplete.Item>
                )}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
      </div>
      <div className="palette__foot" aria-hidden="true">
        <span>
          <Kbd combo="arrowup" />
          <Kbd combo="arrowdown" />
          {words.choose}
        </span>
        <span>
          <Kbd combo="enter" />
          {words.run}
        </span>
        <span>
          <Kbd combo="escape" />
          {words.close}
        </span>
        <span className="palette__count">{words.results(count)}</span>
      </div>
    </Autocomplete.Root>
  )
}

function PaletteLine({ item, query }: { item: PaletteItem; query: string }) {
  const Icon = item.icon
  return (
    <>
      <span className="palette__slot">{item.mark ?? (Icon ? <Icon className="i" /> : null)}</span>
      <span className="trunc">
        {markMatches(item.title, query).map((piece, index) =>
          // The pieces of one title never change places.
          piece.isMatch ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
        )}
      </span>
      {item.note ? <span className="palette__note trunc">{item.note}</span> : null}
      <span className="palette__end">
        {item.end}
        {item.shortcut ? <Kbd combo={item.shortcut} /> : null}
      </span>
    </>
  )
}
