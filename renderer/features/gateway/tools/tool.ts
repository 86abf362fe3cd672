/** What a snippet is filled in with. `key` is a local key's text, or what stands for it. */
export interface SnippetValues {
  /** `http://127.0.0.1:4480/v1` */
  baseUrl: string
  model: string
  key: string
  platform: 'linux' | 'darwin' | 'win32' | 'other'
}

/** Where a part of a snippet goes. The page has words for each. */
export type Place =
  | 'terminal'
  | 'same-terminal'
  | 'profile'
  | 'python'
  | 'node'
  | 'continue'
  | 'cline'
  | 'aider'
  | 'open-webui'
  | 'vscode-chat'
  | 'vscode-models'
  | 'vscode-terminal'

/** What is typed into a form of the tool. The page has words for each. */
export type FieldName = 'provider' | 'group' | 'baseUrl' | 'apiKey' | 'apiType' | 'model'

/** One thing to paste, or one form to fill in. */
export type SnippetPart =
  | { kind: 'code'; place: Place; text: string }
  | { kind: 'fields'; place: Place; fields: readonly { name: FieldName; value: string }[] }

export type ToolId =
  | 'curl'
  | 'openai-python'
  | 'openai-js'
  | 'langchain-python'
  | 'langchain-js'
  | 'ai-sdk'
  | 'continue'
  | 'cline'
  | 'aider'
  | 'open-webui'
  | 'vscode'
  | 'shell'

/** A tool or SDK that can be pointed at the gateway. */
export interface Tool {
  id: ToolId
  /** Its own name, which the key that is made for it gets. */
  name: string
  /** What installs it. */
  install: string | null
  parts: (values: SnippetValues) => readonly SnippetPart[]
}

/** The variable that snippets of code read the local key from, so that no source file holds it. */
export const keyVariable = 'KEYDECK_API_KEY'

/** A text as JavaScript, Python, JSON and YAML read it: a model's name comes from a stranger. */
export const quoted = (text: string): string => JSON.stringify(text)

/** A text as one word of a POSIX shell. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A text as one word of PowerShell. */
export const powerShellWord = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Sets variables for what is started from the same terminal. */
export function setVariables(platform: SnippetValues['platform'], variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) =>
      platform === 'win32' ? `$env:${name} = ${powerShellWord(value)}` : `export ${name}=${shellWord(value)}`,
    )
    .join('\n')
}

/** The key in the variable that the code below it reads. */
export const keyInTerminal = ({ platform, key }: SnippetValues): SnippetPart => ({
  kind: 'code',
  place: 'terminal',
  text: setVariables(platform, { [keyVariable]: key }),
})
