// Runs before the first paint, so that the page never flashes in the other theme. `app/theme.ts` keeps the choice.
{
  let choice = 'system'
  try {
    choice = localStorage.getItem('keydeck-theme') ?? 'system'
  } catch {
    // A browser that blocks storage: the system's theme it is.
  }
  const isLight = choice === 'light' || (choice !== 'dark' && matchMedia('(prefers-color-scheme: light)').matches)
  document.documentElement.dataset.theme = isLight ? 'light' : 'dark'
}
