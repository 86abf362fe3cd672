import { expect, test } from 'vitest'
import type { SnippetValues } from './tool.ts'
import { tools } from './tools.ts'

const hostile = `x"; import os; os.system('id') #'$(id)\``
const values: SnippetValues = { baseUrl: 'http://127.0.0.1:4480/v1', model: hostile, key: '{{key}}', platform: 'linux' }

const textsOf = (platform: SnippetValues['platform']) =>
  tools.flatMap((tool) =>
    tool
      .parts({ ...values, platform })
      .flatMap((part) => (part.kind === 'code' ? [{ id: tool.id, text: part.text }] : [])),
  )

test('a model’s name from a stranger can not end its quotes in any snippet', () => {
  const inShell = hostile.replaceAll("'", `'\\''`)
  for (const { id, text } of textsOf('linux')) {
    const isNamed = text.includes('os.system')
    const isQuoted =
      text.includes(JSON.stringify(hostile).slice(1, -1)) ||
      text.includes(inShell) ||
      text.includes(JSON.stringify(hostile).slice(1, -1).replaceAll("'", `'\\''`))
    expect([id, isNamed && !isQuoted]).toEqual([id, false])
  }
})

test('every tool has a place for the key, and code reads it from a variable', () => {
  for (const tool of tools) {
    const parts = tool.parts(values)
    const all = JSON.stringify(parts)
    expect([tool.id, all.includes('{{key}}')]).toEqual([tool.id, true])
    for (const part of parts) {
      if (part.place === 'python' || part.place === 'node') expect(JSON.stringify(part)).not.toContain('{{key}}')
    }
  }
})

test('on Windows the lines for a terminal are PowerShell’s', () => {
  for (const { id, text } of textsOf('win32')) expect([id, /^export /m.test(text)]).toEqual([id, false])
})
