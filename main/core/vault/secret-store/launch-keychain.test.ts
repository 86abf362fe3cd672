import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { KeychainReply } from './keychain-messages.ts'
import { keychainWorkerUrl, launchKeychainProcess, launchKeychainThread } from './launch-keychain.ts'

// A service of this name exists nowhere: on a machine with a keychain the answer is null, without one it is a class.
const request = {
  id: 41,
  task: { service: 'keydeck/no-such-install', account: 'no-such-record', action: 'get', keepMs: 0 },
} as const

test.each([
  ['process', launchKeychainProcess],
  ['thread', launchKeychainThread],
])('the worker answers from a %s, and ends when killed', async (_name, launch) => {
  const port = launch()
  const reply = await new Promise<KeychainReply>((resolve) => {
    port.onReply(resolve)
    port.send(request)
  })
  expect(reply.id).toBe(41)
  expect('fault' in reply ? 'fault' : reply.value).toSatisfy((value) => value === null || value === 'fault')
  const exited = new Promise<string>((resolve) => port.onExit(resolve))
  port.kill()
  expect(await exited).toMatch(/SIGKILL|code/)
})

test('the worker speaks through the port that Electron gives a utility process', async () => {
  // Electron hands the child `process.parentPort` instead of IPC; this hands it one that leads to IPC.
  const utility = `
    import { EventEmitter } from 'node:events'
    const port = new EventEmitter()
    port.postMessage = (message) => process.send({ utility: message })
    process.parentPort = port
    process.on('message', (data) => port.emit('message', { data, ports: [] }))
  `
  const preload = `data:text/javascript,${encodeURIComponent(utility)}`
  const child = spawn(process.execPath, ['--import', preload, fileURLToPath(keychainWorkerUrl)], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  child.send(request)
  const [message] = (await once(child, 'message')) as [unknown]
  expect(message).toMatchObject({ utility: { id: 41 } })
  const exited = once(child, 'exit')
  child.disconnect()
  await exited
})

test('a worker whose core is gone ends by itself', async () => {
  const child = spawn(process.execPath, [fileURLToPath(keychainWorkerUrl)], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  child.send(request)
  await once(child, 'message')
  child.disconnect()
  expect(await once(child, 'exit')).toEqual([0, null])
})
