import type { Environment } from '../../../lib/use-environments.ts'
import { bundles } from '../../../strings/en/bundles.ts'
import type { KeyRow } from '../types.ts'

const words = bundles.export

/** Some keys that can be exported together. */
export interface ExportScope {
  /** `these`, `all`, or an environment's id. */
  value: string
  text: string
  environment: Environment | null
  keyIds: readonly string[]
}

/** What there is to choose from: the keys that the dialog was opened for, the whole vault, each environment with keys. */
export function exportScopes(
  rows: readonly KeyRow[],
  all: readonly KeyRow[],
  environments: readonly Environment[],
): ExportScope[] {
  const idsOf = (some: readonly KeyRow[]) => some.map(({ key }) => key.id)
  const isAll = rows.length === 0 || rows.length === all.length
  return [
    ...(isAll ? [] : [{ value: 'these', text: words.these(rows.length), environment: null, keyIds: idsOf(rows) }]),
    { value: 'all', text: words.all(all.length), environment: null, keyIds: idsOf(all) },
    ...environments.flatMap((environment) => {
      const here = all.filter((row) => row.environment.id === environment.id)
      if (here.length === 0) return []
      const text = words.environment(environment.name, here.length)
      return [{ value: environment.id, text, environment, keyIds: idsOf(here) }]
    }),
  ]
}
