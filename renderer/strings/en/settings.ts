/** Words of the settings page. */
export const settings = {
  title: 'Settings',
  nav: { general: 'General', providers: 'Providers', secretStore: 'Secret store', about: 'About' },
  sections: { look: 'Look', playground: 'Playground', network: 'Network', secretStore: 'Secret store', about: 'About' },
  theme: { label: 'Theme', system: 'As the system', light: 'Light', dark: 'Dark' },
  sendKey: {
    label: 'Send with',
    hint: (newline: string) => `A new line: ${newline}.`,
    enter: 'Enter',
    modEnter: (mod: string) => `${mod} Enter`,
    shiftEnter: 'Shift Enter',
  },
  retries: {
    label: 'Retries',
    hint: 'Only before the first byte, after a failed connection, a 429 or a 5xx. Each attempt is on record and may cost money.',
    none: 'None',
    times: (count: number) => (count === 1 ? 'Once' : `${count} times`),
  },
  proxy: {
    label: 'Use the proxy that the system’s variables name',
    hint: 'HTTPS_PROXY and its kin. Loopback addresses are never sent through a proxy. Off: calls go straight to the provider.',
  },
  about: {
    version: 'Version',
    host: 'Runs as',
    hosts: { electron: 'Desktop app', headless: 'Page in your own browser, served on this machine only' },
    data: 'Data folder',
    dataHint: 'Names, notes, conversations and recorded calls lie here. Secrets never do.',
    copy: 'Copy',
    copied: 'Copied',
  },
  saved: 'Saved',
  saveFailed: 'The setting was not saved',
} as const
