/** What a host gives the core. Tests give fakes; nothing else in the core touches a system outside its own files. */
export interface Ports {
  clock: Clock
  log: Log
  clipboard: Clipboard
  files: Files
  links: Links
  questions: Questions
  notifier: Notifier
}

export interface Clock {
  /** Milliseconds since 1970, for what people read. It may jump. */
  now(): number
  /** Milliseconds that never jump back, for limits and durations. */
  monotonic(): number
  /** Calls back once after `ms`; the returned function cancels. Never keeps the process alive. */
  after(ms: number, callback: () => void): () => void
}

/** Structured lines without secrets: an event's name, and ids, figures and codes. Never headers, bodies or input. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}
export type LogFields = Record<string, string | number | boolean | null | undefined>

export interface ClipboardReader {
  readonly available: boolean
  /** The clipboard's text, or an empty string. Rejects where the host has none. */
  readText(): Promise<string>
}

export interface Clipboard extends ClipboardReader {
  /** With the system's hints for secrets, so that histories and clouds leave it out. Rejects where it can't. */
  writeConcealed(text: string): Promise<void>
  /** Empties it. */
  clear(): Promise<void>
}

export interface Files {
  readonly available: boolean
  /** Asks the person for a file; its path, or null when they closed the dialog. Rejects where the host has none. */
  chooseFile(): Promise<string | null>
}

export interface Links {
  readonly opensIn: 'core' | 'page'
  /** Asks the person, then opens; false when they said no. The URL was checked by the core. */
  open(url: URL): Promise<boolean>
}

export interface Question {
  message: string
  detail: string
  /** The word on the button that means yes. */
  yes: string
}

export interface Questions {
  /**
   * Asks the person outside the page, where there is such a place, so that a page that was taken over can't answer for
   * them; else true, as the page has asked.
   */
  confirm(question: Question): Promise<boolean>
}

export interface Notifier {
  notify(title: string, body: string): void
}
