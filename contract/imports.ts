import { z } from 'zod'
import { Id, Name, procedure, Timestamp } from './base.ts'
import { EntryNote, OverrideReason, VaultKey } from './keys.ts'
import { AccountType } from './limits.ts'

/** A place in a file of the person's: absolute, or beginning with `~`. */
const FilePath = z.string().trim().min(1).max(4_096)

/** Where keys come from. The core reads the clipboard and the file itself, so that the page never holds their keys. */
export const ImportSource = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('text'), text: z.string().min(1).max(200_000) }),
  z.strictObject({ from: z.literal('clipboard') }),
  z.strictObject({ from: z.literal('env-file'), path: FilePath }),
])
export type ImportSource = z.infer<typeof ImportSource>

/** What stands in the way of a row, or is worth knowing before it is stored. */
export const ImportProblem = z.discriminatedUnion('kind', [
  /** It is no key: `reason` is one of the refusals of adding a key, or says why this line of a file was skipped. */
  z.object({ kind: z.literal('refused'), reason: z.string() }),
  /** The same value stands in an earlier row. */
  z.object({ kind: z.literal('twice'), line: z.number().int().positive() }),
  /** The vault has it, in this environment or in others. */
  z.object({ kind: z.literal('in_vault'), keyId: Id, name: z.string(), environmentId: Id }),
  /** It stands in a comment: somebody put it out of use. It can be stored all the same. */
  z.object({ kind: z.literal('commented_out') }),
  /** The same variable is set again further down, and programs take that value. */
  z.object({ kind: z.literal('set_again'), line: z.number().int().positive() }),
])
export type ImportProblem = z.infer<typeof ImportProblem>

/** One candidate. `masked` is all that is shown of its value. */
export const ImportRow = z.object({
  /** 1-based, in the text or the file. */
  line: z.number().int().positive(),
  masked: z.string(),
  /** The variable's name, where the row was an assignment. */
  variable: z.string(),
  /** By prefix and variable; null where nothing tells, so that the person must choose. */
  providerId: Id.nullable(),
  suggestedName: z.string(),
  notes: z.array(EntryNote),
  problems: z.array(ImportProblem),
})
export type ImportRow = z.infer<typeof ImportRow>

/** What was read, held by the core alone until it is stored, discarded or forgotten after ten minutes. */
export const ImportBatch = z.object({
  id: Id,
  source: z.enum(['text', 'clipboard', 'env-file']),
  rows: z.array(ImportRow),
  /** Lines of a file that hold no key: comments, settings, names without a value. */
  otherLines: z.number().int().nonnegative(),
  file: z
    .object({
      path: z.string(),
      /** Whether other users of the machine may read it; null where the system has no such thing. */
      othersCanRead: z.boolean().nullable(),
      /** Whether git tracks it; null where that can't be told. */
      trackedByGit: z.boolean().nullable(),
    })
    .nullable(),
  forgottenAt: Timestamp,
})
export type ImportBatch = z.infer<typeof ImportBatch>

/** A row as the person wants it stored. */
export const ImportChoice = z.strictObject({
  line: z.number().int().min(1).max(1_000_000),
  name: Name,
  providerId: Id,
  environmentId: Id,
  accountType: AccountType,
  overrideReason: OverrideReason.optional(),
})
export type ImportChoice = z.infer<typeof ImportChoice>

/** What became of a row: stored, or refused with the reason; the others go on. */
export const ImportResult = z.object({
  line: z.number().int().positive(),
  key: VaultKey.nullable(),
  /** Null where it was stored; else a refusal, or `duplicate_secret`, `same_secret_other_environment`, or the store's state. */
  refusal: z.string().nullable(),
})
export type ImportResult = z.infer<typeof ImportResult>

/** A line that was taken out of a file, kept in the secret store until the person confirms or puts it back. */
export const RemovedLine = z.object({
  id: Id,
  path: z.string(),
  line: z.number().int().positive(),
  variable: z.string(),
  keyId: Id,
  keyName: z.string(),
  removedAt: Timestamp,
})
export type RemovedLine = z.infer<typeof RemovedLine>

export const imports = {
  /** The system's dialog; null where the person closed it. Refused where the host has none: then a path is typed. */
  chooseFile: procedure.output(z.object({ path: z.string().nullable() })),
  read: procedure.input(z.strictObject({ source: ImportSource })).output(ImportBatch),
  /** Each row by itself. Rows that were stored leave the batch. */
  store: procedure
    .input(z.strictObject({ batchId: Id, rows: z.array(ImportChoice).min(1).max(2_000) }))
    .output(z.array(ImportResult)),
  discard: procedure.input(z.strictObject({ batchId: Id })).output(z.object({ batchId: Id })),
  /** Takes lines whose keys were stored out of their file. Refused where the file changed since it was read. */
  removeLines: procedure
    .input(z.strictObject({ batchId: Id, lines: z.array(z.number().int().min(1).max(1_000_000)).min(1).max(2_000) }))
    .output(z.array(RemovedLine)),
  removedLines: procedure.output(z.array(RemovedLine)),
  /** Puts a line back in its place, or at the end of a file that changed. */
  putBack: procedure.input(z.strictObject({ id: Id })).output(z.array(RemovedLine)),
  /** The person is content: the kept line is removed for good. */
  confirmRemoved: procedure.input(z.strictObject({ ids: z.array(Id).min(1).max(2_000) })).output(z.array(RemovedLine)),
}
