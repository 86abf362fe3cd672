import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import type { Files } from '../core/ports.ts'

// A `.env` file is hidden, and named as no filter expects.
const question: OpenDialogOptions = {
  title: 'Choose a file with keys',
  buttonLabel: 'Read keys',
  properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'],
}

/** The system's dialog for one file, hidden ones shown, over the window where there is one. */
export const systemFiles: Files = {
  available: true,
  async chooseFile() {
    const window = BrowserWindow.getAllWindows().at(0)
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, question)
      : dialog.showOpenDialog(question))
    return canceled ? null : (filePaths[0] ?? null)
  },
}
