import { app } from './app.ts'
import { checkOptions, loud } from './loud.ts'
import type { Stands } from './stands.ts'

type Answer = (request: Request) => Response | Promise<Response>
type Scheme = Electron.CustomScheme

const privileges = ['standard', 'secure', 'supportFetchAPI'] as const satisfies (keyof NonNullable<
  Scheme['privileges']
>)[]

/** Schemes of the app's own. Only those that were made standard have an origin, so only they can be shown. */
class Protocol implements Stands<Electron.Protocol, 'isProtocolHandled' | 'unhandle'> {
  private readonly answers = new Map<string, Answer>()
  private readonly standard = new Set<string>()

  registerSchemesAsPrivileged(schemes: Scheme[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges: given = {} } of schemes) {
      checkOptions('registerSchemesAsPrivileged', given, privileges)
      if (given.standard && given.secure) this.standard.add(scheme)
    }
  }

  handle(scheme: string, answer: Answer): void {
    if (!app.isReady()) throw new Error('protocol can only be used after app is ready')
    if (this.answers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    if (!this.standard.has(scheme)) {
      throw new Error(`electron double: ${scheme} was not registered as a standard and secure scheme`)
    }
    this.answers.set(scheme, answer)
  }

  unhandle(scheme: string): void {
    if (!this.answers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`)
  }

  isProtocolHandled(scheme: string): boolean {
    return this.answers.has(scheme)
  }

  /** The app's own answer, or undefined where it has no handler for the address. */
  async answer(request: Request): Promise<Response | undefined> {
    return this.answers.get(new URL(request.url).protocol.slice(0, -1))?.(request)
  }
}

export const protocol = loud('protocol', new Protocol())
