/** For logs: a class name, a system error's code and where it happened. Never the message: it could carry input. */
export function errorKind(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  // The message stands before the frames, and a line of it could look like one.
  const at = error.stack
    ?.replace(error.message, '')
    .split('\n')
    .find((line) => line.trimStart().startsWith('at '))
  return `${error.name}${code}${at ? ` ${at.trim()}` : ''}`
}
