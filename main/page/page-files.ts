import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** One file of the page, ready to send. */
export interface PageFile {
  body: Buffer
  type: string
}

/** The page as it was at start-up: an exact address gives a file, anything else gives nothing. */
export interface PageFiles {
  /** `path` is compared as it stands: `/` is the document, `/assets/index-1a2b.js` a part of it. */
  get(path: string): PageFile | undefined
  paths(): string[]
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

/**
 * Reads the built page once. Requests are answered from memory afterwards, so no request can reach the file system,
 * and a build that changes underneath can't mix two versions of the page.
 */
export function loadPage(folder: string, hostKind: 'electron' | 'headless'): PageFiles {
  const files = new Map<string, PageFile>()
  for (const path of listFiles(folder)) {
    files.set(`/${path}`, { body: readFileSync(join(folder, path)), type: typeOf(path) })
  }
  const document = files.get('/index.html')
  if (!document) throw new Error(`There is no built page in ${folder}. Build it with: npm run build`)
  files.delete('/index.html')
  files.set('/', { body: Buffer.from(nameHost(document.body.toString('utf8'), hostKind)), type: document.type })
  return { get: (path) => files.get(path), paths: () => [...files.keys()] }
}

/** Tells the page which host it is in; `renderer/lib/client.ts` alone reads it. */
function nameHost(html: string, hostKind: string): string {
  if (!html.includes('<head>')) throw new Error('The built index.html has no <head> to name the host in.')
  return html.replace('<head>', `<head><meta name="keydeck-host" content="${hostKind}">`)
}

function typeOf(path: string): string {
  const type = types[extname(path)]
  if (!type) throw new Error(`The built page holds ${path}, whose content type is unknown. Add it to page-files.ts.`)
  return type
}

/** Plain files only: a link in the folder could lead out of it. Written out because it also runs inside an ASAR. */
function listFiles(folder: string, inside = ''): string[] {
  return readdirSync(join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const path = inside ? `${inside}/${entry.name}` : entry.name
    if (entry.isDirectory()) return listFiles(folder, path)
    return entry.isFile() ? [path] : []
  })
}
