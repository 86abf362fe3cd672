import { launchSwitch } from './launch.ts'
import { loud } from './loud.ts'
import type { Stands } from './stands.ts'

type Members = 'appendSwitch' | 'hasSwitch' | 'getSwitchValue'

/** Switches of the launch and those that were appended; only the latter reach Chromium. */
class CommandLine implements Stands<Electron.CommandLine, Members> {
  readonly appended = new Map<string, string>()

  appendSwitch(name: string, value = ''): void {
    this.appended.set(name.toLowerCase(), value)
  }

  hasSwitch(name: string): boolean {
    return this.appended.has(name) || launchSwitch(name) !== undefined
  }

  getSwitchValue(name: string): string {
    return this.appended.get(name) ?? launchSwitch(name) ?? ''
  }
}

export const commandLine = loud('app.commandLine', new CommandLine())
