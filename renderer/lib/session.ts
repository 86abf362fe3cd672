import { type OpenCarrier, SessionRefused } from './rpc-link.ts'

/**
 * The page's half of a session in the headless host; the other half is a cookie that no script can read. It lies in this
 * origin's storage, which unlike cookies no other port of the machine can see, so that reloads and new tabs go on.
 */
const STORED = 'keydeck.page-token'

const codeIn = (hash: string) => /^#code=([A-Za-z0-9_-]{16,64})$/.exec(hash)?.[1] ?? null

/** Takes the one-time code out of the address, so that neither the history nor a shared screen keeps it. */
function takeCode(): string | null {
  const found = codeIn(location.hash)
  if (found !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return found
}

let code = takeCode()
let isOpen = false

// A fresh link opened in this very tab changes the fragment only, which by itself loads nothing; and the router, which
// hears of it first, has put an address of its own there by now.
window.addEventListener('hashchange', (event) => {
  const fresh = codeIn(new URL(event.newURL).hash)
  if (fresh === null) return
  takeCode()
  if (isOpen) return
  // A failure leaves the page as it was: without a session, and saying so.
  exchange(fresh).then(
    (token) => token !== null && location.reload(),
    () => {},
  )
})

/** A session and an open WebSocket, or `SessionRefused` when this browser needs a fresh link from the terminal. */
export async function openSocketCarrier(): Promise<OpenCarrier> {
  const token = await findToken()
  if (token === null) throw new SessionRefused()
  const socket = await openSocket(token)
  isOpen = true
  socket.addEventListener('close', () => {
    isOpen = false
  })
  return carrierOf(socket)
}

async function findToken(): Promise<string | null> {
  const fresh = code
  if (fresh !== null) {
    const token = await exchange(fresh)
    // Spent either way; only a request that never arrived leaves it good.
    code = null
    if (token !== null) return token
  }
  const stored = localStorage.getItem(STORED)
  if (stored === null) return null
  if (await isAlive(stored)) return stored
  localStorage.removeItem(STORED)
  return null
}

async function exchange(fresh: string): Promise<string | null> {
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: fresh }),
  })
  if (response.status === 401 || response.status === 400) return null
  const answer: unknown = await answerOf(response)
  if (typeof answer !== 'object' || answer === null || !('pageToken' in answer)) return null
  const token = String(answer.pageToken)
  localStorage.setItem(STORED, token)
  return token
}

async function isAlive(token: string): Promise<boolean> {
  const response = await fetch('/session', { headers: { 'x-keydeck-page': token } })
  if (response.status === 401) return false
  await answerOf(response)
  return true
}

/** Anything but an answer is a reason to try again later, not to forget the session. */
async function answerOf(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`Keydeck answered ${response.status}.`)
  return response.json()
}

function openSocket(token: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${location.host}/rpc`, ['keydeck.v1', `page.${token}`])
    socket.addEventListener('open', () => resolve(socket), { once: true })
    socket.addEventListener('close', () => reject(new Error('The socket closed before it opened.')), { once: true })
  })
}

function carrierOf(socket: WebSocket): OpenCarrier {
  return {
    send(frame) {
      if (socket.readyState !== WebSocket.OPEN) throw new Error('The connection to Keydeck is closed.')
      socket.send(frame)
    },
    onMessage: (receive) => socket.addEventListener('message', (message) => receive(String(message.data))),
    onClose: (closed) => socket.addEventListener('close', () => closed()),
    closed: new Promise((ended) => socket.addEventListener('close', () => ended())),
  }
}
