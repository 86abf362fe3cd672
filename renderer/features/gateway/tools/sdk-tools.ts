import { keyInTerminal, keyVariable, quoted, type SnippetValues, shellWord, type Tool } from './tool.ts'

const python = (text: string) => ({ kind: 'code', place: 'python', text }) as const
const node = (text: string) => ({ kind: 'code', place: 'node', text }) as const

/** What people call models with from code and from a terminal. The code reads the key from a variable. */
export const sdkTools: readonly Tool[] = [
  {
    id: 'curl',
    name: 'cURL',
    install: null,
    parts: (values) => [keyInTerminal(values), { kind: 'code', place: 'same-terminal', text: request(values) }],
  },
  {
    id: 'openai-python',
    name: 'OpenAI for Python',
    install: 'pip install openai',
    parts: (values) => [
      keyInTerminal(values),
      python(`import os
from openai import OpenAI

client = OpenAI(
    base_url=${quoted(values.baseUrl)},
    api_key=os.environ["${keyVariable}"],
)
answer = client.chat.completions.create(
    model=${quoted(values.model)},
    messages=[{"role": "user", "content": "Say hello."}],
)
print(answer.choices[0].message.content)
`),
    ],
  },
  {
    id: 'openai-js',
    name: 'OpenAI for JavaScript',
    install: 'npm install openai',
    parts: (values) => [
      keyInTerminal(values),
      node(`import OpenAI from 'openai'

const client = new OpenAI({
  baseURL: ${quoted(values.baseUrl)},
  apiKey: process.env.${keyVariable},
})
const answer = await client.chat.completions.create({
  model: ${quoted(values.model)},
  messages: [{ role: 'user', content: 'Say hello.' }],
})
console.log(answer.choices[0].message.content)
`),
    ],
  },
  {
    id: 'langchain-python',
    name: 'LangChain for Python',
    install: 'pip install langchain-openai',
    parts: (values) => [
      keyInTerminal(values),
      python(`import os
from langchain_openai import ChatOpenAI

model = ChatOpenAI(
    model=${quoted(values.model)},
    base_url=${quoted(values.baseUrl)},
    api_key=os.environ["${keyVariable}"],
)
print(model.invoke("Say hello.").content)
`),
    ],
  },
  {
    id: 'langchain-js',
    name: 'LangChain for JavaScript',
    install: 'npm install @langchain/openai @langchain/core',
    parts: (values) => [
      keyInTerminal(values),
      node(`import { ChatOpenAI } from '@langchain/openai'

const model = new ChatOpenAI({
  model: ${quoted(values.model)},
  apiKey: process.env.${keyVariable},
  configuration: { baseURL: ${quoted(values.baseUrl)} },
})
const answer = await model.invoke('Say hello.')
console.log(answer.content)
`),
    ],
  },
  {
    id: 'ai-sdk',
    name: 'Vercel AI SDK',
    install: 'npm install ai @ai-sdk/openai-compatible',
    parts: (values) => [
      keyInTerminal(values),
      node(`import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText } from 'ai'

const keydeck = createOpenAICompatible({
  name: 'keydeck',
  baseURL: ${quoted(values.baseUrl)},
  apiKey: process.env.${keyVariable},
})
const { text } = await generateText({
  model: keydeck(${quoted(values.model)}),
  prompt: 'Say hello.',
})
console.log(text)
`),
    ],
  },
]

function request({ platform, baseUrl, model }: SnippetValues): string {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'Say hello.' }] })
  if (platform === 'win32') {
    return `Invoke-RestMethod ${baseUrl}/chat/completions -Method Post \`
  -ContentType 'application/json' \`
  -Headers @{ Authorization = "Bearer $env:${keyVariable}" } \`
  -Body '${body.replaceAll("'", "''")}'
`
  }
  return `curl ${baseUrl}/chat/completions \\
  -H "Authorization: Bearer $${keyVariable}" \\
  -H 'Content-Type: application/json' \\
  -d ${shellWord(body)}
`
}
