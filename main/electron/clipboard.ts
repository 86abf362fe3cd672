import { ClipboardItem, clipboard } from 'electron'
import type { Clipboard } from '../core/ports.ts'

const raw = (format: string) => `electron application/osclipboard;format="${format}"`

/** A DWORD of 0, which is how Windows reads "no". */
const no = new Blob([new Uint8Array(4)])

/** What tells a system's clipboard histories, managers and clouds to leave an entry out. */
const concealment: Partial<Record<NodeJS.Platform, Record<string, string | Blob>>> = {
  linux: { [raw('x-kde-passwordManagerHint')]: 'secret' },
  darwin: { [raw('org.nspasteboard.ConcealedType')]: '1' },
  win32: {
    [raw('ExcludeClipboardContentFromMonitorProcessing')]: no,
    [raw('CanIncludeInClipboardHistory')]: no,
    [raw('CanUploadToCloudClipboard')]: no,
  },
}

/** The system's clipboard. One entry holds the text and its hints, so that no program sees the one without the other. */
export const systemClipboard: Clipboard = {
  available: true,
  readText: () => clipboard.readText(),
  writeConcealed: (text) =>
    clipboard.write([new ClipboardItem({ 'text/plain': text, ...concealment[process.platform] })]),
  clear: async () => clipboard.clear(),
}
