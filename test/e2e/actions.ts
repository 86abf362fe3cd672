import { randomBytes } from 'node:crypto'
import { expect, type Page } from '@playwright/test'

/** A key that looks like Yunxin's and exists nowhere else: made anew for each test. */
export const randomKey = () => `yx-${randomBytes(18).toString('hex')}`

/** Adds a provider by its base URL, in the form for a key that is open; returns when that form is back. */
export async function addProvider(page: Page, options: { baseUrl: string; provider: string }): Promise<void> {
  await page.getByRole('button', { name: 'Custom', exact: true }).click()
  const baseUrl = page.getByLabel('Base URL')
  await baseUrl.fill(options.baseUrl)
  await page.getByPlaceholder('Our gateway').fill(options.provider)
  await page.getByLabel('Keys begin with').fill('yx-')
  await page.getByRole('button', { name: 'Add the provider' }).click()
  await expect(baseUrl).toBeHidden()
}

/** Adds a provider and a key for it, through the form that is open on an empty keys page. */
export async function addFirstKey(
  page: Page,
  options: { baseUrl: string; secret: string; name: string },
): Promise<void> {
  await addProvider(page, { baseUrl: options.baseUrl, provider: 'Stranger' })
  await addKey(page, options)
}

/** Fills and sends the form for a key; waits until its check is over. */
export async function addKey(page: Page, options: { secret: string; name: string }): Promise<void> {
  await page.getByLabel('Secret', { exact: true }).fill(options.secret)
  await page.getByLabel('Name', { exact: true }).last().fill(options.name)
  await page.getByRole('button', { name: /Add and check/ }).click()
  await expect(rowOf(page, options.name)).toBeVisible()
}

export const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

export const goTo = (page: Page, name: 'Keys' | 'Playground' | 'Usage' | 'Gateway' | 'Settings') =>
  page.getByRole('navigation').getByRole('link', { name }).click()

/** Chooses a model in the playground's picker by typing its id. */
export async function chooseModel(page: Page, id: string): Promise<void> {
  await page
    .getByRole('button', { name: /Model/ })
    .or(page.getByRole('combobox', { name: /Model/ }))
    .first()
    .click()
  await page.getByPlaceholder('Search models, or type an id').fill(id)
  await page
    .getByRole('option', { name: new RegExp(id) })
    .first()
    .click()
}

/** Sends a question from the composer. */
export async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Question' }).fill(question)
  await page.getByRole('button', { name: /^Run/ }).click()
}
