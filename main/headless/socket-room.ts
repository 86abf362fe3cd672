import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

const SOCKETS = 64

/**
 * At most 64 connections. When another one comes, the one that has been idle longest makes room, so that somebody who
 * opens hundreds and says nothing locks nobody out. Connections that asked in full and are being answered, and
 * pages' sockets, stay.
 */
export function keepRoom(server: Server, limit: number = SOCKETS): void {
  const idle = new Set<Socket>()
  let open = 0
  server.on('connection', (socket: Socket) => {
    open += 1
    idle.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => {
      open -= 1
      idle.delete(socket)
    })
    if (open <= limit) return
    for (const longest of idle) {
      longest.destroy()
      return
    }
  })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    // Whoever owes the rest of a body is not being answered yet, and could otherwise hold every place for seconds.
    if (request.method === 'POST') request.once('end', () => idle.delete(socket))
    else idle.delete(socket)
    response.once('close', () => {
      if (!socket.destroyed) idle.add(socket)
    })
  })
  server.on('upgrade', (request: IncomingMessage) => idle.delete(request.socket))
}
