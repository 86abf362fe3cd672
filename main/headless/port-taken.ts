import { findPortHolder, type PortHolder } from '../core/port-holder.ts'

/** The port can't be had. Keydeck never moves to another by itself: bookmarks would then lead to whoever took this one. */
export class PortTakenError extends Error {
  constructor(port: number, code: string, holder: PortHolder | null) {
    super(sentence(port, code, holder))
    this.name = 'PortTakenError'
  }
}

/** The error that says who has the port, where the system tells. */
export async function portTaken(port: number, code: string): Promise<PortTakenError> {
  return new PortTakenError(port, code, code === 'EACCES' ? null : await findPortHolder(port))
}

function sentence(port: number, code: string, holder: PortHolder | null): string {
  if (code === 'EACCES') return `This account may not use port ${port}. Choose another with --port N.`
  const who = holder ? `${holder.name} (process ${holder.pid})` : 'another program'
  return `Port ${port} on 127.0.0.1 is held by ${who}. Close it, or choose another port with --port N (0 takes any free one).`
}
