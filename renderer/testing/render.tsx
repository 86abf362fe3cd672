import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { page } from 'vitest/browser'
import { render as renderBare } from 'vitest-browser-react'
import '../styles/index.css'
import { ToastProvider } from '../ui/toast.tsx'

/** Draws a component as the app does: with its styles, its toasts, an empty query cache, and without style elements. */
export async function render(element: ReactElement) {
  await page.viewport(1280, 800)
  return renderBare(
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={new QueryClient()}>
        <ToastProvider>{element}</ToastProvider>
      </QueryClientProvider>
    </CSPProvider>,
  )
}
