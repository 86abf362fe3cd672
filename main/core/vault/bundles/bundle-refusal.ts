import { KeydeckError } from '../../keydeck-error.ts'

/** Why a file is not opened. The page has a sentence for each. */
export type BundleRefusal =
  | 'not_a_bundle'
  | 'secret_store_file'
  | 'newer_version'
  | 'older_version'
  | 'damaged'
  | 'bad_content'

/** Says of a file why it is not opened, and nothing of what stands in it. */
export const refuseBundle = (reason: BundleRefusal) => new KeydeckError('INVALID', { field: 'content', reason })
