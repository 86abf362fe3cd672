import { powerShellWord, quoted, type SnippetValues, setVariables, shellWord, type Tool } from './tool.ts'

/** Programs that are pointed at the gateway by their settings. */
export const appTools: readonly Tool[] = [
  {
    id: 'continue',
    name: 'Continue',
    install: null,
    parts: ({ baseUrl, model, key }) => [
      {
        kind: 'code',
        place: 'continue',
        text: `name: Keydeck
version: 1.0.0
schema: v1
models:
  - name: ${quoted(`${model} through Keydeck`)}
    provider: openai
    model: ${quoted(model)}
    apiBase: ${quoted(baseUrl)}
    apiKey: ${quoted(key)}
    roles: [chat, edit, apply]
`,
      },
    ],
  },
  {
    id: 'cline',
    name: 'Cline',
    install: null,
    parts: ({ baseUrl, model, key }) => [
      {
        kind: 'fields',
        place: 'cline',
        fields: [
          { name: 'provider', value: 'OpenAI Compatible' },
          { name: 'baseUrl', value: baseUrl },
          { name: 'apiKey', value: key },
          { name: 'model', value: model },
        ],
      },
    ],
  },
  {
    id: 'aider',
    name: 'aider',
    // Windows PowerShell 5 knows no `&&`.
    install: 'python -m pip install aider-install; aider-install',
    parts: ({ platform, baseUrl, model, key }) => [
      {
        kind: 'code',
        place: 'terminal',
        text: setVariables(platform, { OPENAI_API_BASE: baseUrl, OPENAI_API_KEY: key }),
      },
      // The first part of the name is aider's own: it stands for any OpenAI-compatible server.
      { kind: 'code', place: 'aider', text: `aider --model ${word(platform, `openai/${model}`)}` },
    ],
  },
  {
    id: 'open-webui',
    name: 'Open WebUI',
    install: 'pip install open-webui',
    parts: ({ platform, baseUrl, key }) => [
      {
        kind: 'code',
        place: 'terminal',
        text: setVariables(platform, { OPENAI_API_BASE_URL: baseUrl, OPENAI_API_KEY: key }),
      },
      { kind: 'code', place: 'open-webui', text: 'open-webui serve' },
    ],
  },
  {
    id: 'vscode',
    name: 'VS Code',
    install: null,
    parts: (values) => [
      {
        kind: 'fields',
        place: 'vscode-chat',
        fields: [
          { name: 'provider', value: 'Custom Endpoint' },
          { name: 'group', value: 'Keydeck' },
          { name: 'apiKey', value: values.key },
          { name: 'apiType', value: 'Chat Completions' },
        ],
      },
      { kind: 'code', place: 'vscode-models', text: chatModels(values) },
      { kind: 'code', place: 'vscode-terminal', text: terminalSettings(values) },
    ],
  },
  {
    id: 'shell',
    name: 'Shell profile',
    install: null,
    parts: ({ platform, baseUrl, key }) => [
      {
        kind: 'code',
        place: 'profile',
        text: setVariables(platform, { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: key }),
      },
    ],
  },
]

const word = (platform: SnippetValues['platform'], text: string) =>
  platform === 'win32' ? powerShellWord(text) : shellWord(text)

/** One entry of `models` in VS Code's list of language models. */
function chatModels({ baseUrl, model }: SnippetValues): string {
  const entry = {
    id: model,
    name: `${model} through Keydeck`,
    url: `${baseUrl}/chat/completions`,
    toolCalling: true,
    vision: false,
    // VS Code takes both together for the model's whole context.
    maxInputTokens: 112_000,
    maxOutputTokens: 16_000,
  }
  return `${JSON.stringify([entry], null, 2)}\n`
}

const terminals = { darwin: 'osx', win32: 'windows', linux: 'linux', other: 'linux' } as const

/** For every terminal that VS Code opens, and what is started from it. */
function terminalSettings({ platform, baseUrl, key }: SnippetValues): string {
  const name = `terminal.integrated.env.${terminals[platform]}`
  return `${JSON.stringify({ [name]: { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: key } }, null, 2)}\n`
}
