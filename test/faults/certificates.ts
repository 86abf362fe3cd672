import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '../find-tools.ts'

export interface Certificate {
  key: string
  cert: string
}

export interface Certificates {
  caPem: string
  otherCaPem: string
  good: Certificate
  expired: Certificate
  wrongHost: Certificate
  selfSigned: Certificate
  /** For the same name, from another authority. */
  swapped: Certificate
}

/** The program that makes certificates, or undefined: tests that need one skip by name. */
export const openssl = findProgram('openssl')

/** Certificates for 127.0.0.1 and localhost, made now and kept nowhere. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'keydeck-certificates-'))
  try {
    const authority = makeAuthority(folder, 'ca')
    const other = makeAuthority(folder, 'other')
    const here = 'IP:127.0.0.1,IP:::1,DNS:localhost'
    return {
      caPem: authority.cert,
      otherCaPem: other.cert,
      good: issue(folder, 'ca', 'good', here, 30),
      expired: issue(folder, 'ca', 'expired', here, -1),
      wrongHost: issue(folder, 'ca', 'wrong', 'DNS:elsewhere.test', 30),
      selfSigned: makeAuthority(folder, 'self', here),
      swapped: issue(folder, 'other', 'swapped', here, 30),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

function makeAuthority(folder: string, name: string, alternatives?: string): Certificate {
  const extra = alternatives ? ['-addext', `subjectAltName=${alternatives}`] : []
  run(folder, [
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.pem`,
    '-days',
    '30',
    '-subj',
    `/CN=${name}`,
    ...extra,
  ])
  return {
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
    cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
  }
}

function issue(folder: string, authority: string, name: string, alternatives: string, days: number): Certificate {
  writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${alternatives}\n`)
  run(folder, ['req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`])
  const signing = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial', '-days', String(days)]
  run(folder, ['x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', `${name}.ext`, ...signing])
  return {
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
    cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
  }
}

function run(folder: string, options: string[]): void {
  execFileSync(openssl ?? 'openssl', options, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
}
