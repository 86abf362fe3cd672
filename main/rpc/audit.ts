import { os } from './base.ts'
import { notYet } from './not-yet.ts'

export const audit = {
  list: os.audit.list.handler(notYet),
  export: os.audit.export.handler(notYet),
}
