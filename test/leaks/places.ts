import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { findSecret } from './encodings.ts'

/** Where a secret was found, as `place (encoding)`. */
export type Finding = string

const report = (place: string, bytes: Buffer | string, secret: string): Finding[] =>
  findSecret(bytes, secret).map((encoding) => `${place} (${encoding})`)

/** Every file under a folder: database, WAL, backups, logs, temporary files. */
export function scanFolder(folder: string, secret: string): Finding[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const path = join(folder, name)
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
    return isFile ? report(`file ${name}`, readOrNothing(path), secret) : []
  })
}

/** The arguments and the environment of every process that this user can see. */
export function scanProcesses(secret: string): Finding[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
  return numbers.flatMap((number) =>
    ['cmdline', 'environ'].flatMap((file) => {
      const bytes = readOrNothing(join('/proc', number, file))
      return report(`${file} of a process`, bytes, secret)
    }),
  )
}

/** What ended or was removed meanwhile, or is another user's, has nothing to read. */
function readOrNothing(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}

declare global {
  var receivedFrames: string[] | undefined
}

/** From the next load on, keeps every frame that the page receives, whichever carrier brings it. */
export async function recordFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const received: string[] = []
    globalThis.receivedFrames = received
    for (const carrier of [MessagePort, WebSocket]) {
      const listen = carrier.prototype.addEventListener
      carrier.prototype.addEventListener = function (
        this: EventTarget,
        type: string,
        listener: unknown,
        ...rest: unknown[]
      ) {
        if (type === 'message') {
          Reflect.apply(listen, this, ['message', (event: MessageEvent) => received.push(String(event.data))])
        }
        return Reflect.apply(listen, this, [type, listener, ...rest])
      } as typeof listen
    }
  })
  // Only a page that is in can be loaded again: a reload in the middle of the exchange would spend its one-time code.
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.getByRole('button', { name: 'Custom', exact: true }).waitFor()
  await page.reload()
}

/** What the page holds: its document with the values of fields, its storage, its cookies, and what it received. */
export async function scanPage(page: Page, secret: string): Promise<{ findings: Finding[]; frames: number }> {
  const held = await page.evaluate(async () => ({
    document: document.documentElement.outerHTML,
    fields: [...document.querySelectorAll('input, textarea')]
      .map((field) => (field as HTMLInputElement).value)
      .join('\n'),
    storage:
      [localStorage, sessionStorage].map((store) => JSON.stringify(Object.entries(store))).join() + document.cookie,
    databases: JSON.stringify(await indexedDB.databases()),
    caches: JSON.stringify(typeof caches === 'undefined' ? [] : await caches.keys()),
    frames: globalThis.receivedFrames ?? [],
  }))
  const findings = [
    ...report('document', held.document, secret),
    ...report('fields', held.fields, secret),
    ...report('storage', held.storage + held.databases + held.caches, secret),
    ...report('received frames', held.frames.join('\n'), secret),
  ]
  return { findings, frames: held.frames.length }
}
