import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Providers } from './app/providers.tsx'
import { createAppRouter } from './app/router.tsx'
import { whenAddressIsClean } from './lib/clean-address.ts'
import { keepConnected, queryClient } from './lib/client.ts'

void keepConnected()
void start()

/** Not a top-level await: parts that are loaded later import from this module, and would wait for it while it waits for them. */
async function start(): Promise<void> {
  await whenAddressIsClean()
  const root = document.getElementById('root')
  if (!root) throw new Error('The page has no #root to draw in.')
  createRoot(root).render(
    <StrictMode>
      <Providers queryClient={queryClient}>
        <RouterProvider router={createAppRouter()} />
      </Providers>
    </StrictMode>,
  )
}
