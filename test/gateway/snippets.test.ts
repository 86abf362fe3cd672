import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SnippetPart, ToolId } from '../../renderer/features/gateway/tools/tool.ts'
import { toolOf } from '../../renderer/features/gateway/tools/tools.ts'
import { findProgram } from '../find-tools.ts'
import { type Pair, startPair } from './pair.ts'

const curl = findProgram('curl')
const python = findProgram('python3')
const said = 'Hello, wörld 🚀 — 你好.'

let pair: Pair
let folder: string
beforeAll(async () => {
  pair = await startPair()
  folder = mkdtempSync(join(tmpdir(), 'keydeck-snippets-'))
  // As in the folder of a person who has installed what the snippet asks for.
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'))
})
afterAll(async () => {
  await pair.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The parts of a tool's snippet as a person gets them, with a key of its own. */
function partsOf(id: ToolId): readonly SnippetPart[] {
  const key = pair.gateway.issue({ name: toolOf(id).name }).shownOnce
  return toolOf(id).parts({ baseUrl: pair.gateway.baseUrl, model: 'fake-1', key, platform: 'linux' })
}

/** The code of a part, which must be there. */
function codeAt(parts: readonly SnippetPart[], place: SnippetPart['place']): string {
  const part = parts.find((one) => one.place === place)
  if (part?.kind !== 'code') throw new Error(`There is nothing to paste at ${place}.`)
  return part.text
}

/** Runs lines in a shell, as they would be pasted there, and answers with what they printed. */
function inShell(lines: string, env: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-eu'], { cwd: folder, env: { PATH: process.env['PATH'] ?? '', ...env } })
    let [out, errors] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)))
    child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)))
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`It ended with ${code}: ${errors}`))))
    child.stdin.end(lines)
  })
}

/** Writes the code into a file, and runs it in the terminal where the key was set. */
async function runCode(id: ToolId, place: 'node' | 'python', program: string): Promise<string> {
  const parts = partsOf(id)
  const file = join(folder, place === 'node' ? `${id}.mjs` : `${id.replaceAll('-', '_')}.py`)
  writeFileSync(file, codeAt(parts, place))
  return inShell(`${codeAt(parts, 'terminal')}\n"${program}" "${file}"\n`)
}

/** A program of the person's own, which says nothing of where to ask. */
const plainProgram = `"${process.execPath}" --input-type=module -e "
import OpenAI from 'openai'
const { choices } = await new OpenAI().chat.completions.create({ model: 'fake-1', messages: [{ role: 'user', content: 'x' }] })
console.log(choices[0].message.content)"`

/** Whose calls the ledger has, the newest first. */
const askers = () => pair.gateway.core.calls.list({ limit: 50, filter: {} }).calls.map((call) => call.localKeyName)

test.skipIf(!curl)('the snippet for cURL does not work as it is pasted', async () => {
  const parts = partsOf('curl')
  const out = await inShell(`${codeAt(parts, 'terminal')}\n${codeAt(parts, 'same-terminal')}`)
  expect(out).toContain(said)
  expect(askers()[0]).toBe('cURL')
})

test.each(['openai-js', 'langchain-js', 'ai-sdk'] as const)(
  'the snippet for %s does not work as it is pasted',
  async (id) => {
    expect(await runCode(id, 'node', process.execPath)).toBe(`${said}\n`)
    expect(askers()[0]).toBe(toolOf(id).name)
  },
)

test('the lines for a shell profile, or for the terminals of VS Code, point a program nowhere', async () => {
  expect(await inShell(`${codeAt(partsOf('shell'), 'profile')}\n${plainProgram}`)).toBe(`${said}\n`)
  const settings = JSON.parse(codeAt(partsOf('vscode'), 'vscode-terminal')) as Record<string, Record<string, string>>
  expect(await inShell(plainProgram, settings['terminal.integrated.env.linux'])).toBe(`${said}\n`)
  expect(askers().slice(0, 2)).toEqual(['VS Code', 'Shell profile'])
})

test('the address in VS Code’s list of models is none that answers', async () => {
  const parts = partsOf('vscode')
  const [model] = JSON.parse(codeAt(parts, 'vscode-models')) as [{ id: string; url: string }]
  const form = parts.find(({ place }) => place === 'vscode-chat')
  const key = form?.kind === 'fields' ? form.fields.find(({ name }) => name === 'apiKey')?.value : undefined
  const response = await fetch(model.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: model.id, messages: [] }),
  })
  expect(await response.text()).toContain(said)
})

/** Only where the person has them: npm brings no Python package, so a missing one is no gap of this run. */
const pythonTools = (
  [
    ['openai-python', 'openai'],
    ['langchain-python', 'langchain_openai'],
  ] as const
).filter(([, module]) => python && spawnSync(python, ['-c', `import ${module}`]).status === 0)
for (const [id] of pythonTools) {
  test(`the snippet for ${id} does not work as it is pasted`, async () => {
    expect(await runCode(id, 'python', python!)).toBe(`${said}\n`)
  })
}
