import { os } from './base.ts'
import { notYet } from './not-yet.ts'

export const findings = {
  list: os.findings.list.handler(notYet),
  dismiss: os.findings.dismiss.handler(notYet),
  restore: os.findings.restore.handler(notYet),
}
