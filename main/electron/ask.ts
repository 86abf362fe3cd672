import { BrowserWindow, dialog } from 'electron'
import type { Question, Questions } from '../core/ports.ts'

/** Asks in a dialog of the system's, which no page can draw or press. Closing it is a no. */
async function confirm({ message, detail, yes }: Question): Promise<boolean> {
  const question = {
    type: 'question' as const,
    message,
    detail,
    buttons: [yes, 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  }
  const window = BrowserWindow.getAllWindows().at(0)
  const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question))
  return response === 0
}

export const systemQuestions: Questions = { confirm }
