import { timingSafeEqual } from 'node:crypto'
import { newDerivation } from '../sealing/passphrase-key.ts'
import { fileStamp, readPrivateFile, removeFile, setFileAside, writePrivateFile } from './encrypted-file-disk.ts'
import {
  type FileBody,
  type FileImage,
  formatFile,
  headerLine,
  parseFile,
  verifyFile,
} from './encrypted-file-format.ts'
import { FileKeys } from './encrypted-file-keys.ts'
import { checkSecret } from './secret-rules.ts'
import { OriginMismatchError, type SecretRef, type SecretStore, SecretStoreError } from './secret-store.ts'
import { SerialQueue } from './serial-queue.ts'

/** What the caller keeps outside the file, where an attacker with the file alone can't reach it. */
export interface FileGeneration {
  load(): number
  /** Never throws: the file is written by then. */
  save(generation: number): void
}

interface OpenFile {
  readonly keys: FileKeys
  readonly headerLine: string
  readonly body: FileBody
  readonly bytes: Buffer
  readonly stamp: string
}

/** Secrets in one file under a passphrase; `docs/encrypted-file.md` describes it. Only ciphertext stays in memory. */
export class EncryptedFileStore implements SecretStore {
  readonly kind = 'encrypted-file'
  readonly place: string
  readonly #installId: string
  readonly #generation: FileGeneration
  readonly #queue = new SerialQueue()
  #open: OpenFile | null = null

  constructor(path: string, installId: string, generation: FileGeneration) {
    this.place = path
    this.#installId = installId
    this.#generation = generation
  }

  get isLocked(): boolean {
    return this.#open === null
  }

  /** Makes an empty file. One that lies there already is set aside under `suffix`, never overwritten. */
  create(passphrase: string, suffix: string): Promise<void> {
    return this.#queue.run(async () => {
      const kdf = newDerivation()
      const keys = await FileKeys.derive(passphrase, kdf)
      try {
        await setFileAside(this.place, suffix)
        const body = { generation: this.#generation.load() + 1, records: {} }
        await this.#commit(keys, headerLine(this.#installId, kdf), body, null)
      } catch (error) {
        keys.wipe()
        throw error
      }
    })
  }

  /** Rejects with the reason where the file can't even be tried; resolves where a passphrase is what it needs. */
  inspect(): Promise<void> {
    return this.#queue.run(async () => {
      this.#expect(parseFile(await readPrivateFile(this.place)))
    })
  }

  unlock(passphrase: string): Promise<void> {
    return this.#queue.run(async () => {
      const { image } = await this.#read()
      const keys = await FileKeys.derive(passphrase, image.kdf)
      try {
        // Read again: the file may have changed during the half second that the derivation takes.
        const { bytes, stamp, image: latest } = await this.#read()
        verifyFile(latest, keys)
        this.#forget()
        this.#adopt({ keys, headerLine: latest.headerLine, body: latest.body, bytes, stamp })
      } catch (error) {
        keys.wipe()
        throw error
      }
    })
  }

  /** Overwrites the keys in memory, once what was asked before has its answer. */
  lock(): Promise<void> {
    return this.#queue.run(async () => this.#forget())
  }

  /**
   * Encrypts every one of these secrets anew under another passphrase and a fresh salt, in one step: whoever opens the
   * file, even after a crash, needs exactly the old passphrase or exactly the new one. Other records, which no row names
   * and so nothing could ask for, are left out.
   */
  changePassphrase(current: string, next: string, refs: readonly SecretRef[]): Promise<void> {
    return this.#queue.run(async () => {
      const open = await this.#current()
      const image = parseFile(open.bytes)
      const typed = await FileKeys.derive(current, image.kdf)
      try {
        verifyFile(image, typed)
      } finally {
        typed.wipe()
      }
      const kdf = newDerivation()
      const keys = await FileKeys.derive(next, kdf)
      try {
        const records = this.#encryptAnew(open, keys, refs)
        const body = { generation: open.body.generation + 1, records }
        await this.#commit(keys, headerLine(this.#installId, kdf), body, open.bytes)
      } catch (error) {
        keys.wipe()
        throw error
      }
      open.keys.wipe()
    })
  }

  /** Moves a file that lies in the place out of the way. Resolves where there is none. */
  setAside(suffix: string): Promise<void> {
    return this.#queue.run(() => setFileAside(this.place, suffix))
  }

  /** Deletes the whole file, with every secret in it. Resolves once it is gone for good. */
  destroy(): Promise<void> {
    return this.#queue.run(async () => {
      this.#forget()
      await removeFile(this.place)
    })
  }

  get(ref: SecretRef): Promise<string | null> {
    return this.#queue.run(async () => {
      const { keys, body } = await this.#current()
      const sealed = Object.hasOwn(body.records, ref.recordId) ? body.records[ref.recordId] : undefined
      if (!sealed) return null
      const secret = keys.decrypt(this.#installId, ref, sealed)
      // The file as a whole was authentic, so what doesn't fit is the origin that was asked for.
      if (secret === null) throw new OriginMismatchError(ref.recordId)
      return secret
    })
  }

  set(ref: SecretRef, secret: string): Promise<void> {
    checkSecret(secret)
    return this.#queue.run(async () => {
      const { keys, headerLine, body, bytes } = await this.#current()
      const records = { ...body.records, [ref.recordId]: keys.encrypt(this.#installId, ref, secret) }
      await this.#commit(keys, headerLine, { generation: body.generation + 1, records }, bytes)
    })
  }

  delete(ref: SecretRef): Promise<void> {
    return this.#queue.run(async () => {
      const { keys, headerLine, body, bytes } = await this.#current()
      if (!Object.hasOwn(body.records, ref.recordId)) return
      const { [ref.recordId]: _gone, ...records } = body.records
      await this.#commit(keys, headerLine, { generation: body.generation + 1, records }, bytes)
    })
  }

  async close(): Promise<void> {
    await this.lock()
  }

  #forget(): void {
    this.#open?.keys.wipe()
    this.#open = null
  }

  #encryptAnew({ keys: old, body }: OpenFile, keys: FileKeys, refs: readonly SecretRef[]): FileBody['records'] {
    const records: FileBody['records'] = {}
    for (const ref of refs) {
      const sealed = Object.hasOwn(body.records, ref.recordId) ? body.records[ref.recordId] : undefined
      if (!sealed) continue
      const secret = old.decrypt(this.#installId, ref, sealed)
      if (secret === null) throw new OriginMismatchError(ref.recordId)
      records[ref.recordId] = keys.encrypt(this.#installId, ref, secret)
    }
    return records
  }

  /** The open file, read anew where something else changed it. */
  async #current(): Promise<OpenFile> {
    const open = this.#open
    if (!open) throw new SecretStoreError('locked', 'passphrase_needed')
    if ((await fileStamp(this.place)) === open.stamp) return open
    const { bytes, stamp, image } = await this.#read()
    if (image.headerLine !== open.headerLine) throw new SecretStoreError('mismatch', 'replaced')
    verifyFile(image, open.keys)
    return this.#adopt({ ...open, body: image.body, bytes, stamp })
  }

  async #read(): Promise<{ bytes: Buffer; stamp: string; image: FileImage }> {
    // The stamp comes first: a change between the two is then seen at the next use.
    const stamp = await fileStamp(this.place)
    const bytes = await readPrivateFile(this.place)
    const image = parseFile(bytes)
    this.#expect(image)
    return { bytes, stamp, image }
  }

  #expect(image: FileImage): void {
    if (image.installId !== this.#installId || image.body.generation < this.#generation.load())
      throw new SecretStoreError('mismatch', 'replaced')
  }

  #adopt(open: OpenFile): OpenFile {
    this.#open = open
    // A crash between the file and this note leaves the file ahead, which is no rollback.
    if (open.body.generation > this.#generation.load()) this.#generation.save(open.body.generation)
    return open
  }

  async #commit(keys: FileKeys, header: string, body: FileBody, old: Buffer | null): Promise<void> {
    const bytes = formatFile(header, body, keys)
    await writePrivateFile(this.place, bytes)
    const stamp = await fileStamp(this.place)
    const kept = await readPrivateFile(this.place)
    if (kept.length !== bytes.length || !timingSafeEqual(kept, bytes)) {
      if (old) await writePrivateFile(this.place, old)
      throw new SecretStoreError('unavailable', 'file_damaged')
    }
    this.#adopt({ keys, headerLine: header, body, bytes, stamp })
  }
}
