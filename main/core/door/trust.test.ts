import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { completion } from '../../../test/faults/answers.ts'
import { makeCertificates, openssl } from '../../../test/faults/certificates.ts'
import { startFaultProvider } from '../../../test/faults/fault-provider.ts'

const run = promisify(execFile)

/** What a process that trusts the machine's authorities says of a server. */
const client = (origin: string) => `
import { connect } from 'node:tls'
import { trust } from ${JSON.stringify(new URL('trust.ts', import.meta.url).href)}
const { hostname: host, port } = new URL(${JSON.stringify(origin)})
const socket = connect({ host, port: Number(port), secureContext: trust(null), rejectUnauthorized: true })
socket.on('secureConnect', () => { console.log('trusted'); socket.destroy() })
socket.on('error', (error) => console.log(error.code))
`

// Where Node reads the system's authorities from a file, a test can name another one.
test.skipIf(!openssl || process.platform !== 'linux')(
  'A2-26: an authority that the operating system trusts is trusted, and only then (needs openssl, Linux)',
  async () => {
    const made = makeCertificates()
    const folder = mkdtempSync(join(tmpdir(), 'keydeck-trust-'))
    const provider = await startFaultProvider(completion(), { tls: made.good })
    try {
      const ask = async (pem: string) => {
        const file = join(folder, 'system.pem')
        writeFileSync(file, pem)
        const script = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', client(provider.origin)]
        const { stdout } = await run(process.execPath, script, { env: { SSL_CERT_FILE: file, SSL_CERT_DIR: folder } })
        return stdout.trim()
      }
      expect(await ask(made.caPem)).toBe('trusted')
      expect(await ask(made.otherCaPem)).toMatch(/UNABLE_TO|SELF_SIGNED/)
    } finally {
      await provider.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
