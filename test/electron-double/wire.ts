/** What the isolated world tells the main process. */
export type FromPage =
  | { kind: 'send'; channel: string; parts: unknown[] }
  | { kind: 'invoke'; id: string; channel: string; parts: unknown[] }
  | { kind: 'port'; port: string; data: unknown }
  | { kind: 'port-close'; port: string }
  | { kind: 'preload-error'; message: string }
  /** A navigation to an address that never becomes a request, held back in the page. */
  | { kind: 'departure'; url: string }

/** What the main process tells the isolated world. */
export type ToPage =
  | { kind: 'message'; channel: string; message: unknown; ports: string[] }
  | { kind: 'reply'; id: string; value: unknown }
  | { kind: 'reply-error'; id: string; message: string }
  | { kind: 'port'; port: string; data: unknown }
  | { kind: 'port-close'; port: string }

export const isolatedWorld = 'Electron Isolated Context'
export const bindingName = '__electronDoubleSend'
export const receiverName = '__electronDoubleReceive'
