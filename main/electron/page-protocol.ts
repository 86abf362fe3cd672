import { protocol } from 'electron'
import { securityHeaders } from '../page/content-policy.ts'
import type { PageFiles } from '../page/page-files.ts'
import { pageAddress, pageScheme } from './address.ts'

/** Makes the scheme one with an origin. Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Answers every request for the page from memory. */
export function servePage(page: PageFiles): void {
  protocol.handle(pageScheme, (request) => answerPageRequest(request, page))
}

/** `GET` of an exact address, or nothing: the request's text is compared, never resolved, so no path can climb. */
export function answerPageRequest(request: Pick<Request, 'method' | 'url'>, page: PageFiles): Response {
  if (request.method !== 'GET') return refusal(405, 'Only GET is answered here.')
  const [address = ''] = request.url.split('#', 1)
  const file = address.startsWith(pageAddress) ? page.get(address.slice(pageAddress.length - 1)) : undefined
  if (!file) return refusal(404, 'There is nothing at this address.')
  return new Response(new Uint8Array(file.body), { headers: { ...securityHeaders(), 'content-type': file.type } })
}

function refusal(status: number, text: string): Response {
  return new Response(text, { status, headers: { ...securityHeaders(), 'content-type': 'text/plain; charset=utf-8' } })
}
