import { checkOptions, LoudEmitter, loud } from './loud.ts'

type Options = Electron.NotificationConstructorOptions

/** A message of the system; nobody sees it, and a test clicks it. */
export class Notification extends LoudEmitter {
  static readonly shown: Notification[] = []
  readonly title: string
  readonly body: string

  constructor(given: Options) {
    super('Notification', ['click', 'close', 'show'])
    checkOptions('Notification', given, ['body', 'title'] satisfies (keyof Options)[])
    this.title = given.title ?? ''
    this.body = given.body ?? ''
    return loud<Notification>('Notification', this)
  }

  static isSupported(): boolean {
    return true
  }

  show(): void {
    Notification.shown.push(this)
    this.emit('show', {})
  }

  close(): void {
    this.emit('close', {})
  }
}
