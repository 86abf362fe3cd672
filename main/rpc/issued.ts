import { os } from './base.ts'
import { notYet } from './not-yet.ts'

export const issued = {
  copy: os.issued.copy.handler(notYet),
}
