import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { parseSync } from 'oxc-parser'

const root = join(import.meta.dirname, '../..')

/** A node of a parsed file, of whatever kind. */
export interface SyntaxNode {
  type: string
  [field: string]: unknown
}

export interface Source {
  path: string
  text: string
  nodes: SyntaxNode[]
}

/** Every shipped TypeScript file under these folders, with all its nodes. Tests and declarations are not shipped. */
export function sourcesUnder(...folders: string[]): Source[] {
  return filesUnder(folders, ['.ts', '.tsx'])
    .filter((path) => !/\.(test|d)\.tsx?$/.test(path) && !path.startsWith('renderer/testing/'))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, text, nodes: allNodes(parseSync(path, text).program) }
    })
}

/** Paths, from the repo's root, of the files with one of these endings. */
export function filesUnder(folders: string[], endings: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.includes(extname(entry.name)))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  )
}

/** Where a property or a name with one of these texts is written, as `path: name`. */
export function mentions(sources: Source[], ...names: string[]): string[] {
  return sources.flatMap(({ path, nodes }) => {
    const found = nodes.filter(
      (node) => node.type === 'Identifier' || node.type === 'JSXIdentifier' || node.type === 'Literal',
    )
    const texts = found.map((node) => String(node['name'] ?? node['value']))
    return texts.filter((text) => names.includes(text)).map((text) => `${path}: ${text}`)
  })
}

/** Where a method of this name is called, with the call. */
export function callsOf(sources: Source[], method: string): { path: string; call: SyntaxNode }[] {
  return sources.flatMap(({ path, nodes }) => {
    const calls = nodes.filter((node) => node.type === 'CallExpression' && calledName(node) === method)
    return calls.map((call) => ({ path, call }))
  })
}

function calledName(call: SyntaxNode): string | undefined {
  const callee = call['callee'] as SyntaxNode
  const named = (callee.type === 'MemberExpression' ? callee['property'] : callee) as SyntaxNode
  return named['name'] as string | undefined
}

function allNodes(value: unknown): SyntaxNode[] {
  if (Array.isArray(value)) return value.flatMap(allNodes)
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(allNodes)
  return 'type' in value && typeof value.type === 'string' ? [value as SyntaxNode, ...inside] : inside
}
