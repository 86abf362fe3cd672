import { os } from './base.ts'
import { notYet } from './not-yet.ts'

export const bundles = {
  suggestPassphrase: os.bundles.suggestPassphrase.handler(notYet),
  export: os.bundles.export.handler(notYet),
  open: os.bundles.open.handler(notYet),
  import: os.bundles.import.handler(notYet),
  close: os.bundles.close.handler(notYet),
}
