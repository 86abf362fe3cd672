/** The calendar month of a moment, in the machine's time zone: from its first millisecond to that of the next. */
export function localMonth(at: number): { from: number; to: number } {
  const day = new Date(at)
  return {
    from: new Date(day.getFullYear(), day.getMonth(), 1).getTime(),
    to: new Date(day.getFullYear(), day.getMonth() + 1, 1).getTime(),
  }
}
