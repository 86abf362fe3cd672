import { app } from './app.ts'

/** Makes the double ready without an entry point and without Chromium, for tests of single parts. Once a test file. */
export function readyDouble(): void {
  if (!app.isReady()) app.becomeReady()
}
