import { comesUp, expect, opensNoWindow, permissionStates, staysHome, test } from './desktop.ts'

test.beforeEach(({ page }) => comesUp(page))

test('the page has nothing of Node or Electron, and says which host it is in', async ({ page }) => {
  const seen = await page.evaluate(() => {
    const names = ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', 'keydeck']
    return names.filter((name) => name in globalThis)
  })
  expect(seen).toEqual([])
  expect(await page.locator('meta[name=keydeck-host]').getAttribute('content')).toBe('electron')
})

test('no string becomes code, by whatever door: each attempt is a violation of the policy', async ({ page }) => {
  const outcome = await page.evaluate(async () => {
    const violated: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
    const caught: string[] = []
    const attempt = (name: string, run: () => void) => {
      try {
        run()
      } catch (error) {
        caught.push(`${name}: ${(error as Error).name}`)
      }
    }
    const ran = globalThis as unknown as { wasRun?: string }
    // In a task of its own: what DevTools itself evaluates is exempt.
    await new Promise<void>((done) => {
      setTimeout(() => {
        attempt('eval', () => (Reflect.get(globalThis, 'eval') as (text: string) => void)('globalThis.wasRun = "eval"'))
        attempt('Function', () => (Reflect.construct(Function, ['globalThis.wasRun = "Function"']) as () => void)())
        attempt('innerHTML', () => {
          document.body.appendChild(document.createElement('div')).innerHTML =
            '<img src=x onerror="globalThis.wasRun = 1">'
        })
        attempt('script', () => {
          const script = document.createElement('script')
          script.text = 'globalThis.wasRun = "script"'
          document.body.append(script)
        })
        attempt('policy', () => {
          const { trustedTypes } = globalThis as unknown as {
            trustedTypes: { createPolicy(name: string, rules: object): void }
          }
          trustedTypes.createPolicy('mine', { createHTML: (text: string) => text })
        })
        const link = document.createElement('a')
        link.href = 'javascript:globalThis.wasRun = "link"'
        document.body.append(link)
        link.click()
        attempt('onerror', () => {
          const image = document.createElement('img')
          image.src = 'data:image/png;base64,AAAA'
          document.body.append(image)
          image.setAttribute('onerror', 'globalThis.wasRun = "onerror"')
        })
        setTimeout(done, 300)
      }, 0)
    })
    return { caught, violated: [...new Set(violated)].toSorted(), wasRun: ran.wasRun }
  })
  expect(outcome.wasRun).toBeUndefined()
  expect(outcome.caught).toEqual([
    'eval: EvalError',
    'Function: EvalError',
    'innerHTML: TypeError',
    'script: TypeError',
    'policy: TypeError',
    'onerror: TypeError',
  ])
  expect(outcome.violated).toEqual(
    expect.arrayContaining(['require-trusted-types-for', 'script-src-elem', 'trusted-types']),
  )
})

test('nothing leaves the page: no request, no image, no frame, no form, no socket', async ({ page }) => {
  const asked = new Map<string, string>()
  page.on('request', (request) => asked.set(request.url(), 'was sent'))
  page.on('requestfailed', (request) => asked.set(request.url(), request.failure()?.errorText ?? ''))
  const blocked = await page.evaluate(async () => {
    const violated = new Set<string>()
    document.addEventListener('securitypolicyviolation', (event) => violated.add(event.effectiveDirective))
    const away = 'https://example.com/'
    await fetch(away).catch(() => {})
    await fetch(location.href).catch(() => {})
    navigator.sendBeacon(away, 'x')
    for (const make of [
      () => new WebSocket('wss://example.com/'),
      () => new EventSource(away),
      () => new Worker(away),
    ]) {
      try {
        make()
      } catch {
        // Refused at once, or by a violation.
      }
    }
    const add = (name: string, attributes: Record<string, string>) => {
      const element = document.createElement(name)
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
      document.body.append(element)
      return element
    }
    add('img', { src: `${away}?q=secret` })
    add('iframe', { src: away })
    add('iframe', { src: location.href })
    const object = add('object', {})
    try {
      object.setAttribute('data', away)
    } catch {
      violated.add('object-src')
    }
    add('link', { rel: 'stylesheet', href: `${away}a.css` })
    add('base', { href: away })
    const form = add('form', { action: away }) as HTMLFormElement
    form.submit()
    // The form's own violation is the last of them, and comes with a later task.
    for (let count = 0; count < 100 && !violated.has('form-action'); count += 1) {
      await new Promise((done) => setTimeout(done, 50))
    }
    return [...violated].toSorted()
  })
  expect(blocked).toEqual(
    expect.arrayContaining([
      'base-uri',
      'connect-src',
      'form-action',
      'frame-src',
      'img-src',
      'object-src',
      'style-src-elem',
    ]),
  )
  // DevTools names requests that the policy stopped before they were any.
  const away = [...asked].filter(([url]) => url.includes('example.com')).map(([, outcome]) => outcome)
  expect(new Set(away)).toEqual(new Set(['csp']))
})

test('the page stays where it is', async ({ page }) => {
  for (const address of [
    'https://example.com/',
    'about:blank',
    'app://evil/',
    'data:text/html,x',
    'file:///etc/passwd',
    'mailto:a@b',
  ]) {
    await test.step(address, () => staysHome(page, address))
  }
})

test('no window opens, from a script or from a link', async ({ desktop }) => {
  await opensNoWindow(desktop, 'https://example.com/')
  await opensNoWindow(desktop, 'about:blank')
  await desktop.window.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'https://example.com/'
    link.target = '_blank'
    document.body.append(link)
    link.click()
  })
  await comesUp(desktop.window)
  expect(desktop.app.windows()).toHaveLength(1)
})

test('every permission that a page can ask about is denied', async ({ page }) => {
  expect(new Set(Object.values(await permissionStates(page)))).toEqual(new Set(['denied']))
})
