/** The command line as the executable got it, kept before Playwright's loader shortens `process.argv`. */
export const launchArguments: readonly string[] = process.argv.slice(2)

/** The value of a switch of the launch: text, empty where it has none, undefined where it isn't there. */
export function launchSwitch(name: string): string | undefined {
  for (const part of launchArguments) {
    if (part === '--') return undefined
    if (part === `--${name}`) return ''
    if (part.startsWith(`--${name}=`)) return part.slice(name.length + 3)
  }
  return undefined
}
