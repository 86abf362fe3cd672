const closers = new Set<() => void>()

function closeAll(): void {
  for (const close of closers) close()
}

/**
 * Runs `close` when the process ends without having called the returned function: SQLite then closes its files anyway,
 * and the next start must not take that for a log that somebody removed.
 */
export function closeAtExit(close: () => void): () => void {
  if (closers.size === 0) process.on('exit', closeAll)
  closers.add(close)
  return () => {
    closers.delete(close)
    if (closers.size === 0) process.off('exit', closeAll)
  }
}
