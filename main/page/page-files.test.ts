import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadPage } from './page-files.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-page-'))
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'outside.txt'), 'not a part of the page')
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><html><head><title>t</title></head></html>')
  writeFileSync(join(folder, 'page', 'assets', 'index-1.js'), 'export {}')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the page in memory', () => {
  test('names the host in the document, so that one page serves both', () => {
    const body = loadPage(join(folder, 'page'), 'headless').get('/')?.body.toString('utf8')
    expect(body).toContain('<head><meta name="keydeck-host" content="headless">')
  })

  test('has every file under its own address with its type', () => {
    const page = loadPage(join(folder, 'page'), 'electron')
    expect(page.paths().toSorted()).toEqual(['/', '/assets/index-1.js'])
    expect(page.get('/assets/index-1.js')?.type).toBe('text/javascript; charset=utf-8')
  })

  test.each([
    '',
    'index.html',
    '/index.html',
    '//',
    '/.',
    '/..',
    '/../outside.txt',
    '/..%2foutside.txt',
    '/%2e%2e/outside.txt',
    '/..\\outside.txt',
    '/assets/../../outside.txt',
    '/assets/..%5c..%5coutside.txt',
    '/assets/%2e%2e/index-1.js',
    '/assets/index-1.js\0',
    '/assets/index-1.js%00.html',
    '/assets/index-1.js/',
    '/assets/INDEX-1.js',
    '/assets//index-1.js',
    '/assets',
    '/assets/',
    '/?x',
    '/etc/passwd',
    '/C:/Windows/win.ini',
    '/__proto__',
    '/constructor',
    'toString',
  ])('has nothing at %j: an address is compared, never resolved', (path) => {
    expect(loadPage(join(folder, 'page'), 'electron').get(path)).toBeUndefined()
  })

  test('leaves links out, which could lead out of the folder', () => {
    symlinkSync(join(folder, 'outside.txt'), join(folder, 'page', 'link.txt'))
    expect(loadPage(join(folder, 'page'), 'electron').get('/link.txt')).toBeUndefined()
  })

  test('keeps the page of its start when the files change underneath', () => {
    const page = loadPage(join(folder, 'page'), 'electron')
    writeFileSync(join(folder, 'page', 'assets', 'index-1.js'), 'changed')
    expect(page.get('/assets/index-1.js')?.body.toString()).toBe('export {}')
  })

  test('says what to do when nothing was built', () => {
    rmSync(join(folder, 'page', 'index.html'))
    expect(() => loadPage(join(folder, 'page'), 'electron')).toThrow('npm run build')
  })

  test('refuses a file whose type nobody declared, instead of letting a browser guess', () => {
    writeFileSync(join(folder, 'page', 'odd.xyz'), '')
    expect(() => loadPage(join(folder, 'page'), 'electron')).toThrow('odd.xyz')
  })
})
