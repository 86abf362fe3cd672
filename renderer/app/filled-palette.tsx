import { Palette } from './palette.tsx'
import { usePaletteGroups } from './use-palette-groups.tsx'

/** The palette with what it can find. Apart from the frame, which would be drawn again with every command that comes or goes. */
export function FilledPalette({ onClose }: { onClose: () => void }) {
  return <Palette open onClose={onClose} groups={usePaletteGroups()} />
}
