import { Settings } from '../../../contract/settings.ts'
import type { EventBus } from '../event-bus.ts'
import type { Log } from '../ports.ts'
import type { Database } from '../storage/database.ts'

const DEFAULTS: Settings = {
  theme: 'system',
  environmentId: null,
  lastKeyId: null,
  lastModel: null,
  keysGroup: 'environment',
  sendKey: 'enter',
  playgroundRetries: 0,
  useProxyEnvironment: false,
}

type SettingsPatch = { [Name in keyof Settings]?: Settings[Name] | undefined }

/** The person's choices: one row each, so that one that can't be read falls back alone. */
export class SettingsStore {
  readonly #database: Database
  readonly #events: EventBus
  #current: Settings

  constructor(options: { database: Database; events: EventBus; log: Log }) {
    this.#database = options.database
    this.#events = options.events
    this.#current = readSettings(options.database, options.log)
  }

  get(): Settings {
    return this.#current
  }

  /** Changes what is given, and keeps the rest. */
  update(patch: SettingsPatch): Settings {
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
    const next = Settings.parse({ ...this.#current, ...given })
    this.#database.write(() => {
      for (const [name, value] of Object.entries(given)) {
        this.#database.run(
          'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
          `settings.${name}`,
          JSON.stringify(value),
        )
      }
    })
    this.#current = next
    this.#events.emit({ type: 'settings' })
    return next
  }
}

function readSettings(database: Database, log: Log): Settings {
  const settings: Record<string, unknown> = { ...DEFAULTS }
  for (const [name, schema] of Object.entries(Settings.shape)) {
    const row = database.get('SELECT value FROM setting WHERE name = ?', `settings.${name}`)
    if (!row) continue
    const parsed = schema.safeParse(JSON.parse(String(row['value'])))
    if (parsed.success) settings[name] = parsed.data
    else log.warn('settings.value-ignored', { name })
  }
  return Settings.parse(settings)
}
