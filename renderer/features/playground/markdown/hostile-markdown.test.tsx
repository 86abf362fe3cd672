import { beforeEach, expect, test, vi } from 'vitest'
import { render } from '../../../testing/render.tsx'
import { BlockSplitter } from './block-splitter.ts'
import { HEAVY, HOSTILE } from './hostile-corpus.ts'
import { Markdown, SplitMarkdown } from './markdown.tsx'
import { MarkdownProvider } from './markdown-context.ts'
import { keyPattern } from './mask-keys.ts'
import './markdown.css'

/** More than any window shows; a page that draws more of a long text than is near would freeze. */
const MOST_ELEMENTS = 20_000
const openLink = vi.fn()
const context = { openLink, keys: keyPattern() }

beforeEach(() => {
  openLink.mockReset()
  Reflect.deleteProperty(window, 'pwned')
})

async function draw(content: React.ReactNode): Promise<HTMLElement> {
  const { container } = await render(
    <MarkdownProvider value={context}>
      <section>{content}</section>
    </MarkdownProvider>,
  )
  const drawn = container.querySelector('section')
  if (!drawn) throw new Error('Nothing was drawn, so nothing was checked.')
  return drawn
}

/** Longer than a failed request takes to show up in the page's own list of requests. */
async function requestsOf(work: () => Promise<unknown>, marker: string): Promise<string[]> {
  const seen: string[] = []
  const settled = Promise.withResolvers<void>()
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      seen.push(entry.name)
      if (entry.name.includes('end-of-check-last')) settled.resolve()
    }
  })
  observer.observe({ type: 'resource' })
  await work()
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  // One after another: a server may answer a later request first, but not three rounds of them.
  for (const turn of ['first', 'second', 'last']) await answered(`${location.origin}/end-of-check-${turn}-${marker}`)
  await settled.promise
  observer.disconnect()
  return seen.filter((name) => name.includes(marker) && !name.includes('end-of-check'))
}

function answered(address: string): Promise<unknown> {
  const image = new Image()
  image.src = address
  return new Promise((resolve) => {
    image.addEventListener('load', resolve)
    image.addEventListener('error', resolve)
  })
}

const FORBIDDEN =
  'img, svg:not(.lucide), iframe, object, embed, script, style, link, base, form, meta, video, audio, source, a[href], ' +
  'math, template, marquee, details, [srcdoc], [srcset], [action], [formaction], [style*="url"], input:not([type=checkbox])'

function dangersIn(element: HTMLElement): string[] {
  const found = [...element.querySelectorAll(FORBIDDEN)].map((one) => one.outerHTML.slice(0, 120))
  for (const one of element.querySelectorAll('*')) {
    for (const { name } of one.attributes) if (name.startsWith('on')) found.push(`${one.tagName} ${name}`)
  }
  return found
}

test('the check itself sees a request that an answer would make', async () => {
  const marker = crypto.randomUUID()
  const drawn = { dangers: 0 }
  const seen = await requestsOf(async () => {
    const section = await draw(<img alt="" src={`${location.origin}/${marker}`} />)
    drawn.dangers = dangersIn(section).length
    // Which of two requests is answered first is the server's affair.
    const image = section.querySelector('img')
    await expect.poll(() => image?.complete).toBe(true)
  }, marker)
  expect(seen).toHaveLength(1)
  expect(drawn.dangers).toBe(1)
})

for (const [row, payloads] of Object.entries(HOSTILE)) {
  test(`${row}: ${payloads.length} payloads make no request, no element and no link of their own`, async () => {
    const marker = crypto.randomUUID()
    const leak = `${location.origin}/${marker}`
    const seen = await requestsOf(async () => {
      for (const payload of payloads) {
        const text = payload.replaceAll('LEAK', leak)
        const drawn = await draw(<Markdown text={text} />)
        expect(drawn.textContent, payload).not.toBe('')
        expect(dangersIn(drawn), payload).toEqual([])
        for (const button of drawn.querySelectorAll<HTMLElement>('[role=link]')) button.click()
        const splitter = new BlockSplitter()
        for (const character of text) splitter.append(character)
        expect(dangersIn(await draw(<SplitMarkdown split={splitter.split} />)), payload).toEqual([])
      }
    }, marker)
    expect(seen).toEqual([])
    expect(Reflect.get(window, 'pwned')).toBeUndefined()
    for (const [link] of openLink.mock.calls) expect(link.url).toMatch(/^https:\/\/host\.example\//)
  })
}

test('R1, R6: what is not drawn as markup is there to read, character by character', async () => {
  for (const payload of [...HOSTILE['R1 raw HTML']!, ...HOSTILE['R6 fences that other renderers run']!]) {
    const shown = (await draw(<Markdown text={payload} />)).textContent
    const dangerous = /<[a-z!?/][^>]*>/i.exec(payload)?.[0]
    if (dangerous && !payload.startsWith('```"')) expect(shown, payload).toContain(dangerous)
  }
})

test('an https link opens only by a press, through the gate, with the host that the address really has', async () => {
  const drawn = await draw(<Markdown text={'[bank](https://xn--bcher-kva.example:8443/a?b#c) https://plain.example'} />)
  const links = [...drawn.querySelectorAll<HTMLElement>('[role=link]')]
  expect(links).toHaveLength(2)
  expect(openLink).not.toHaveBeenCalled()
  links[0]!.click()
  expect(openLink).toHaveBeenCalledWith(
    expect.objectContaining({ url: 'https://xn--bcher-kva.example:8443/a?b#c', host: 'xn--bcher-kva.example:8443' }),
  )
})

for (const [name, text] of Object.entries(HEAVY)) {
  // A parser that backtracks takes minutes here: the test's own time limit is the measure.
  test(`R7: ${name} is drawn, only as far as it is near`, { timeout: 10_000 }, async () => {
    const drawn = await draw(<Markdown text={text} />)
    expect(drawn.querySelectorAll('*').length).toBeLessThan(MOST_ELEMENTS)
    expect(drawn.textContent.length).toBeLessThan(400_000)
    expect(drawn.textContent).not.toBe('')
  })
}

test('R7: what a delta changes in the page does not grow with the answer', async () => {
  const splitter = new BlockSplitter()
  const view = () => (
    <MarkdownProvider value={context}>
      <SplitMarkdown split={splitter.split} />
    </MarkdownProvider>
  )
  const screen = await render(view())
  const changes: number[] = []
  let count = 0
  const observer = new MutationObserver((records) => {
    count += records.length
  })
  observer.observe(screen.container, { childList: true, subtree: true, characterData: true })
  for (let step = 0; step < 200; step += 1) {
    splitter.append(`A **bold** line ${step} with \`code\`.\n\n- one\n- two\n\n| a | b |\n|--|--|\n| ${step} | x |\n\n`)
    await screen.rerender(view())
    await new Promise((resolve) => requestAnimationFrame(resolve))
    changes.push(count + observer.takeRecords().length)
    count = 0
  }
  observer.disconnect()
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const [early, late] = [sum(changes.slice(60, 100)), sum(changes.slice(-40))]
  expect(early).toBeGreaterThan(0)
  expect(late).toBeLessThanOrEqual(early * 1.5)
  expect(screen.container.querySelectorAll('*').length).toBeLessThan(MOST_ELEMENTS / 10)
})

test('R11: what looks like a key is masked in text, code, links and tables, and prose is not', async () => {
  const keys = ['sk-', 'yx-', 'kd_', 'sk-ant-api03-', 'gsk_', 'hf_', 'AIza'].map(
    (prefix) => `${prefix}${'Zq7Rw2'.repeat(4)}f456`,
  )
  const text = keys
    .map(
      (key) =>
        `Use ${key} here, \`${key}\`, [${key}](https://a.example/${key})\n\n\`\`\`sh\nexport A=${key}\n\`\`\`\n\n`,
    )
    .join('')
  const drawn = await draw(<Markdown text={text} />)
  for (const key of keys) {
    expect(drawn.innerHTML).not.toContain(key)
    expect(drawn.innerHTML).not.toContain('Zq7Rw2Zq7Rw2')
  }
  expect(drawn.textContent).toContain('sk-••••f456')
  const prose = 'A task-management risk-averse sk-learn-like-package hf_transformers-library snake_case_name'
  expect((await draw(<Markdown text={prose} />)).textContent).toBe(prose)
})
