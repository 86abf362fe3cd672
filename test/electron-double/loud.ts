import { EventEmitter } from 'node:events'

/** Asked for by Node, promises and test runners about any object. */
const harmless = new Set([
  'then',
  'toJSON',
  'domain',
  'asymmetricMatch',
  'nodeType',
  '$$typeof',
  '@@__IMMUTABLE_ITERABLE__@@',
])

/** Says by name what the double lacks, instead of answering `undefined`. */
export function notImplemented(name: string): never {
  throw new Error(`electron double: ${name} is not implemented`)
}

/** An object that throws when something is read or set that it doesn't have. */
export function loud<Target extends object>(name: string, target: Target): Target {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (typeof key === 'string' && !(key in object) && !harmless.has(key)) notImplemented(`${name}.${key}`)
      return Reflect.get(object, key, receiver)
    },
    set(object, key, value, receiver) {
      if (typeof key === 'string' && !(key in object)) notImplemented(`setting ${name}.${key}`)
      return Reflect.set(object, key, value, receiver)
    },
  })
}

/** A whole module of Electron that the shell does not use: it can be imported, and nothing else. */
export function unsupported(name: string): object {
  return new Proxy(function stand() {}, {
    get: (_target, key) =>
      typeof key === 'symbol' || harmless.has(key) ? undefined : notImplemented(`${name}.${key}`),
    apply: () => notImplemented(`${name}()`),
    construct: () => notImplemented(`new ${name}()`),
  })
}

/** Refuses options that the double would ignore: an ignored one makes a test of it worthless. */
export function checkOptions(name: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) notImplemented(`the option ${key} of ${name}`)
  }
}

/** An emitter that refuses listeners for events it never emits. */
export class LoudEmitter extends EventEmitter {
  constructor(name: string, events: readonly string[]) {
    super()
    const check = (event: string | symbol) => {
      if (typeof event === 'string' && event !== 'newListener' && !events.includes(event)) {
        notImplemented(`the event ${event} of ${name}`)
      }
    }
    this.on('newListener', check)
  }

  /** Emits an event whose first argument can be prevented; whether it was. */
  emitPreventable(event: string, details: object = {}, ...rest: unknown[]): boolean {
    const preventable = {
      ...details,
      defaultPrevented: false,
      preventDefault() {
        preventable.defaultPrevented = true
      },
    }
    this.emit(event, preventable, ...rest)
    return preventable.defaultPrevented
  }
}
