import { os } from './base.ts'
import { notYet } from './not-yet.ts'

export const imports = {
  chooseFile: os.imports.chooseFile.handler(notYet),
  read: os.imports.read.handler(notYet),
  store: os.imports.store.handler(notYet),
  discard: os.imports.discard.handler(notYet),
  removeLines: os.imports.removeLines.handler(notYet),
  removedLines: os.imports.removedLines.handler(notYet),
  putBack: os.imports.putBack.handler(notYet),
  confirmRemoved: os.imports.confirmRemoved.handler(notYet),
}
