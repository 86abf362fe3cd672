import { once } from 'node:events'
import { readlinkSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { findPortHolder, listeningInode, readLsof, readNetstat } from './port-holder.ts'

test.skipIf(process.platform !== 'linux')(
  'the program that listens is named, and nobody where nobody listens',
  async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(await findPortHolder(port)).toEqual({ pid: process.pid, name: basename(readlinkSync('/proc/self/exe')) })
    server.close()
    await once(server, 'close')
    expect(await findPortHolder(port)).toBeNull()
  },
)

test('a connection to the port, or another address of it, is not who listens', () => {
  const line = (local: string, state: string, inode: number) =>
    `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0 100 0 0 10 0`
  const table = [
    'header',
    line('0100007F:1180', '01', 1),
    line('0200007F:1180', '0A', 2),
    line('0100007F:1180', '0A', 3),
  ]
  expect(listeningInode(table.join('\n'), 0x11_80)).toBe('3')
  expect(listeningInode(table.slice(0, 3).join('\n'), 0x11_80)).toBeNull()
})

test('what lsof prints on macOS is read, and its empty answer is nobody', () => {
  expect(readLsof('p4123\ncControlCenter\nf10\n')).toEqual({ pid: 4_123, name: 'ControlCenter' })
  expect(readLsof('')).toBeNull()
})

test('what netstat prints on Windows is read in any language', () => {
  const output = [
    '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
    '  TCP    127.0.0.1:4480         127.0.0.1:51000        HERGESTELLT      7',
    '  TCP    192.168.1.5:4480       0.0.0.0:0              ABHÖREN          8',
    '  TCP    127.0.0.1:4480         0.0.0.0:0              ABHÖREN          9001',
  ].join('\r\n')
  expect(readNetstat(output, 4_480)).toBe(9_001)
  expect(readNetstat(output, 448)).toBeNull()
})
