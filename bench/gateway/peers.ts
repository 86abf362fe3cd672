import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../test/faults/free-port.ts'
import { findProgram } from '../../test/find-tools.ts'
import { endProcess } from './child.ts'
import type { Target } from './raw-client.ts'

/** A gateway of others, before the same provider; `close` ends it. */
export interface Peer {
  target: Target
  close(): Promise<void>
}

const PORTKEY = '1.15.2'

/** nginx as a plain relay, the least that a program in between can cost. Null where it is not installed. */
export async function startNginx(providerPort: number): Promise<Peer | null> {
  const program = findProgram('nginx') ?? (existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : undefined)
  if (!program) return null
  const folder = mkdtempSync(join(tmpdir(), 'keydeck-bench-nginx-'))
  const port = await freePort()
  writeFileSync(join(folder, 'nginx.conf'), nginxConfig(port, providerPort))
  const child = spawn(program, ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'ignore' })
  await untilOpen(port)
  return {
    target: { name: 'nginx', port, path: '/v1', headers: {} },
    async close() {
      await endProcess(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const nginxConfig = (port: number, providerPort: number) => `
daemon off;
worker_processes 1;
pid nginx.pid;
events { worker_connections 2048; }
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  upstream provider { server 127.0.0.1:${providerPort}; keepalive 256; }
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 1000000;
    location / {
      proxy_pass http://provider;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_request_buffering off;
    }
  }
}
`

/**
 * The gateway from the npm registry that people use most, installed into a folder of its own on the first run: its 95
 * packages are not worth carrying in every \`npm ci\`. Null where it can't be installed.
 */
export async function startPortkey(providerPort: number): Promise<Peer | null> {
  const folder = join(tmpdir(), `keydeck-bench-portkey-${PORTKEY}`)
  const script = join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js')
  if (!existsSync(script) && !install(folder)) return null
  const port = await freePort()
  const args = ['--require', join(folder, 'loopback.cjs'), script, `--port=${port}`, '--headless']
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  await untilOpen(port)
  const headers = {
    authorization: 'Bearer none',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `http://127.0.0.1:${providerPort}/v1`,
  }
  return { target: { name: '@portkey-ai/gateway', port, path: '/v1', headers }, close: () => endProcess(child) }
}

/** Its streams fail with a newer @hono/node-server, and it listens on every address unless it is kept from it. */
function install(folder: string): boolean {
  mkdirSync(folder, { recursive: true })
  const dependencies = { '@portkey-ai/gateway': PORTKEY }
  const overrides = { '@hono/node-server': '1.13.8' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies, overrides }))
  writeFileSync(join(folder, 'loopback.cjs'), loopback)
  try {
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const loopback = `
const net = require('node:net')
const { listen } = net.Server.prototype
net.Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'number') return listen.call(this, first, '127.0.0.1', ...rest.filter((one) => typeof one === 'function'))
  return listen.call(this, typeof first === 'object' ? { ...first, host: '127.0.0.1' } : first, ...rest)
}
`

async function untilOpen(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (isOpen) return
    await pause(50)
  }
  throw new Error(`Nothing listens on port ${port} after ten seconds.`)
}
