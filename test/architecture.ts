import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync, type StaticImport } from 'oxc-parser'

/** Who may import whom. The longest folder that holds a file decides; packages not named here are a breach. */
interface Rule {
  /** Folders of this repo, beside its own. */
  folders: readonly string[]
  packages: readonly (string | RegExp)[]
  node: boolean
}

const CORE_PACKAGES = [
  'better-sqlite3',
  '@napi-rs/keyring',
  'zod',
  'undici',
  'openai',
  /^openai\//,
  'tokenx',
  '@pydantic/genai-prices',
  'ws',
]
const PAGE_PACKAGES = [
  'react',
  'react-dom',
  /^react-dom\//,
  /^@base-ui\/react/,
  /^@tanstack\//,
  'lucide-react',
  /^@orpc\//,
]
const FEATURE_PACKAGES = [
  ...PAGE_PACKAGES,
  'recharts',
  'streamdown',
  'marked',
  /^shiki/,
  /^@shikijs\//,
  /^@codemirror\//,
  'zod',
]

const RULES: Record<string, Rule> = {
  contract: { folders: [], packages: ['zod', '@orpc/contract'], node: false },
  'main/core': { folders: ['contract'], packages: CORE_PACKAGES, node: true },
  'main/rpc': { folders: ['contract', 'main/core'], packages: [/^@orpc\//], node: true },
  'main/page': { folders: [], packages: [], node: true },
  'main/electron': { folders: ['contract', 'main/core', 'main/rpc', 'main/page'], packages: ['electron'], node: true },
  'main/preload': { folders: [], packages: ['electron'], node: false },
  'main/headless': { folders: ['contract', 'main/core', 'main/rpc', 'main/page'], packages: ['ws'], node: true },
  'main/cli': { folders: ['contract', 'main/core', 'main/rpc'], packages: ['ws'], node: true },
  renderer: { folders: ['contract', 'renderer'], packages: PAGE_PACKAGES, node: false },
  'renderer/app': {
    folders: ['contract', 'renderer/ui', 'renderer/lib', 'renderer/strings', 'renderer/features'],
    packages: PAGE_PACKAGES,
    node: false,
  },
  'renderer/features': {
    folders: ['contract', 'renderer/ui', 'renderer/lib', 'renderer/strings'],
    packages: FEATURE_PACKAGES,
    node: false,
  },
  'renderer/ui': { folders: ['contract', 'renderer/lib', 'renderer/strings'], packages: PAGE_PACKAGES, node: false },
  'renderer/lib': {
    folders: ['contract', 'renderer/strings'],
    packages: PAGE_PACKAGES.concat('@orpc/standard-server-peer'),
    node: false,
  },
  'renderer/testing': {
    folders: ['contract', 'renderer/ui', 'renderer/lib', 'renderer/strings', 'renderer/styles'],
    packages: [...PAGE_PACKAGES, 'axe-core', /^vitest/],
    node: false,
  },
  'renderer/strings': { folders: ['contract', 'renderer/lib'], packages: [], node: false },
}

/** A domain of the core shows other domains these files; the rest of it is its own. */
const SHOWN =
  /\/(create-[a-z-]+|[a-z-]+-(port|types)|account-types|door-fetch|target|binding|loopback|tiers|provider-headers|proxy-address|redact|error-response|response-error|request-body|sliding-log|local-key-text|database|facts|settings|open-storage|secret-store|secret-store-manager|store-state|keychain-messages|profile-lock|data-folder|write-whole|set-aside|own-file|end-log)\.ts$/
const DOMAINS = ['vault', 'door', 'gateway', 'playground', 'calls', 'checkup', 'storage', 'settings']

/** Names that only the given folders may speak of: reading a secret is the door's alone. */
const RESERVED: readonly { word: RegExp; folders: readonly string[]; why: string }[] = [
  {
    word: /\bSecretReader\b/,
    folders: ['main/core/door', 'main/core/vault/secret-store'],
    why: 'only the door reads secrets',
  },
  {
    word: /\b(SecretExporter|readForExport)\b/,
    folders: ['main/core/vault/bundles', 'main/core/vault/secret-store'],
    why: 'only an export copies secrets',
  },
  {
    word: /\b(RemovedLineReader|readRemovedLine|removedLineOrigin)\b/,
    folders: ['main/core/vault/imports', 'main/core/vault/secret-store', 'main/core/vault/stored-secrets.ts'],
    why: 'only putting a line back reads one',
  },
  { word: /keydeck-host/, folders: ['renderer/lib/client.ts', 'main/page'], why: 'only client.ts knows its host' },
]

/** Every import that a rule forbids, as `file -> what (why)`, and how many files were read. */
export function findBreaches(root: string): { breaches: string[]; files: number } {
  const breaches: string[] = []
  const files = ['contract', 'main', 'renderer'].flatMap((folder) => sources(root, folder))
  for (const file of files) {
    const code = readFileSync(join(root, file), 'utf8')
    for (const specifier of importsOf(file, code)) {
      const why = forbids(file, specifier)
      if (why) breaches.push(`${file} -> ${specifier} (${why})`)
    }
    for (const { word, folders, why } of RESERVED) {
      if (word.test(code) && !folders.some((folder) => file.startsWith(folder)))
        breaches.push(`${file} -> ${word} (${why})`)
    }
  }
  return { breaches, files: files.length }
}

function sources(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$|\.d\.ts$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}

function importsOf(file: string, code: string): string[] {
  const { module, errors } = parseSync(file, code)
  if (errors.length > 0) throw new Error(`${file} can't be parsed: ${errors[0]!.message}`)
  const dynamic = module.dynamicImports.map((entry) => code.slice(entry.moduleRequest.start, entry.moduleRequest.end))
  return [
    ...module.staticImports.filter((entry) => !isTypeOfZod(entry)).map((entry) => entry.moduleRequest.value),
    ...module.staticExports.flatMap((entry) => entry.entries.flatMap((inner) => inner.moduleRequest?.value ?? [])),
    ...dynamic.map((text) => text.replace(/^['"`]|['"`]$/g, '')),
  ]
}

/** `import type { z } from 'zod'` leaves nothing in a bundle: types of the contract are everybody's. */
function isTypeOfZod(entry: StaticImport): boolean {
  return entry.moduleRequest.value === 'zod' && entry.entries.every((name) => name.isType)
}

function forbids(file: string, specifier: string): string | null {
  const folder = longest(Object.keys(RULES), file)
  const rule = folder ? RULES[folder] : undefined
  if (!folder || !rule) return 'no rule covers this folder'
  if (specifier === '../../package.json') return rule.node ? null : 'no Node here'
  if (specifier.startsWith('node:')) return rule.node ? null : 'no Node here'
  if (!specifier.startsWith('.')) return allows(rule, specifier) ? null : 'package not allowed here'
  return forbidsInside(file, folder, rule, join(dirname(file), specifier).replaceAll('\\', '/'))
}

const allows = (rule: Rule, name: string) =>
  rule.packages.some((allowed) => (typeof allowed === 'string' ? allowed === name : allowed.test(name)))

function forbidsInside(file: string, folder: string, rule: Rule, target: string): string | null {
  const to = longest(Object.keys(RULES), target)
  if (to !== folder && !rule.folders.some((allowed) => target.startsWith(`${allowed}/`)))
    return 'folder not allowed here'
  const domain = DOMAINS.find((name) => target.startsWith(`main/core/${name}/`))
  const isOwnDomain = domain !== undefined && file.startsWith(`main/core/${domain}/`)
  const isRoot = /^main\/core\/[^/]+\.ts$/.test(file)
  if (domain && !isOwnDomain && !isRoot && !SHOWN.test(target)) return `${domain} does not show this file`
  const feature = /^renderer\/features\/([^/]+)\//.exec(target)?.[1]
  if (feature && folder === 'renderer/features' && !file.startsWith(`renderer/features/${feature}/`))
    return 'a sibling feature'
  return null
}

const longest = (folders: readonly string[], path: string) =>
  folders.filter((folder) => path.startsWith(`${folder}/`)).toSorted((a, b) => b.length - a.length)[0]
