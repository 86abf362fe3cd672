import { expect } from 'vitest'
import { page } from 'vitest/browser'
import { ProvidersSection } from '../../renderer/features/providers/section.tsx'
import { queryClient } from '../../renderer/lib/client.ts'
import { renderPage } from '../../renderer/testing/render-page.tsx'
import { sampleProvider } from '../../renderer/testing/sample-rows.ts'
import { core } from './providers-core.ts'

/** Draws the providers' section at its address, with `item` chosen; its test mocks the client. */
export async function openSection(item?: string): Promise<void> {
  queryClient.clear()
  const address = `/settings/providers${item ? `?item=${item}` : ''}`
  await renderPage('/settings/$section', ProvidersSection, { queryClient, address })
}

/** Opens the form of a provider and waits until it is there. */
export async function openEditor(id: string = sampleProvider.id): Promise<void> {
  await openSection(id)
  await expect.element(page.getByLabelText('Base URL')).toBeVisible()
}

export const button = (name: string | RegExp) => page.getByRole('button', { name })
export const openTab = (name: RegExp) => page.getByRole('tab', { name }).click()
export const save = () => page.getByRole('form').getByRole('button', { name: /^Save/ }).click()

/** What the core was asked under a procedure's name. */
export const asked = (procedure: string) =>
  core.asked.filter((one) => one.procedure === procedure).map((one) => one.input as Record<string, unknown>)
