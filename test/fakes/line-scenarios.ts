import { readFileSync, writeFileSync } from 'node:fs'
import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { EnvFileFixture } from './env-file-fixture.ts'
import { FaultyStore } from './faulty-store.ts'
import { type Step, stopWatching, watchSteps } from './vault-scenarios.ts'

/** A step of the disk is a file that is made beside another, or that takes its place. */
export type LineStep = Omit<Step, 'kind'> & { kind: Step['kind'] | 'file' }

/** One act on the lines of a file, to be broken at each of its steps. */
export interface LineScenario {
  /** What is there before; nothing goes wrong in it. */
  prepare(stage: LineStage): Promise<void>
  act(stage: LineStage): Promise<unknown>
  /** The line that may be gone for good afterwards. */
  confirmed: string | null
}

const TEXT = 'A=1\nYUNXIN_A_KEY=KEY\nB=2\r\n  export YUNXIN_B_KEY="KEY" # x\nC=3\n#YUNXIN_C_KEY=KEY'

/** A file with three keys and their vault, in a folder that outlives the process. */
export class LineStage extends EnvFileFixture {
  constructor(folder: string) {
    super(folder, new FaultyStore(folder))
    // A copy of a folder holds the rows of the one that it was copied from.
    this.database.run('UPDATE removed_line SET path = ?', this.path)
  }

  get #originalPath(): string {
    return join(this.folder, 'original')
  }

  /** As the file was before anything happened to it. */
  get original(): string {
    return readFileSync(this.#originalPath, 'utf8')
  }

  async begin(): Promise<void> {
    writeFileSync(this.#originalPath, this.write(TEXT))
    await this.storeKeys()
  }

  /** Takes out the lines of these variables, or all that are left. */
  async removeLines(...variables: string[]): Promise<void> {
    const batch = await this.imports.read({ from: 'env-file', path: this.path })
    const lines = batch.rows.filter((row) => variables.length === 0 || variables.includes(row.variable))
    await this.imports.removeLines(
      batch.id,
      lines.map((row) => row.line),
    )
  }

  removedLine(variable: string): string {
    return this.imports.removedLines().find((line) => line.variable === variable)?.id ?? ''
  }
}

/** Every act that touches a file. */
export const lineScenarios: Readonly<Record<string, LineScenario>> = {
  'take lines out': {
    async prepare(stage) {
      await stage.begin()
      await stage.removeLines('YUNXIN_A_KEY')
    },
    act: (stage) => stage.removeLines(),
    confirmed: null,
  },
  'put a line back': {
    async prepare(stage) {
      await stage.begin()
      await stage.removeLines()
    },
    act: (stage) => stage.imports.putBack(stage.removedLine('YUNXIN_B_KEY')),
    confirmed: null,
  },
  'let a line go': {
    async prepare(stage) {
      await stage.begin()
      await stage.removeLines()
    },
    act: (stage) => stage.imports.confirmRemoved([stage.removedLine('YUNXIN_B_KEY')]),
    confirmed: 'YUNXIN_B_KEY',
  },
}

const untouched = { open: files.open, rename: files.rename }

/**
 * Tells of each step of the database, of the store and of the disk, before and after it; what is thrown then, it meets.
 * Steps of the disk are counted apart. Answers how many there were of each.
 */
export function watchLineSteps(
  stage: LineStage,
  onStep: (step: LineStep) => void,
): () => { vault: number; file: number } {
  const vault = watchSteps(stage, onStep)
  let file = -1
  const around = async <Result>(work: () => Promise<Result>, undo: (result: Result) => Promise<void>) => {
    file += 1
    onStep({ index: file, kind: 'file', moment: 'before' })
    const result = await work()
    try {
      onStep({ index: file, kind: 'file', moment: 'after' })
    } catch (error) {
      await undo(result)
      throw error
    }
    return result
  }
  files.open = (path, ...rest) => {
    const open = () => untouched.open(path, ...rest)
    // Nobody else could close what was opened and never handed out.
    return String(path).endsWith('.tmp') ? around(open, (handle) => handle.close()) : open()
  }
  files.rename = (from, to) =>
    around(
      () => untouched.rename(from, to),
      async () => {},
    )
  syncBuiltinESMExports()
  return () => ({ vault: vault(), file: file + 1 })
}

/** The disk, the database and the store do as they are told again. */
export function stopWatchingLines(stage: LineStage): void {
  stopWatching(stage)
  Object.assign(files, untouched)
  syncBuiltinESMExports()
}
