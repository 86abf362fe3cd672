import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { Kit } from '../testing/kit.tsx'
import { render } from '../testing/render.tsx'

const violations: string[] = []

/** Switches the app's style rule on in this page; what was loaded before stays. */
function enforcePolicy(): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    violations.push(`${event.effectiveDirective} ${event.sample}`)
  })
  const policy = document.createElement('meta')
  policy.httpEquiv = 'Content-Security-Policy'
  policy.content = "style-src 'self'"
  document.head.append(policy)
}

test('no component, open or closed, writes a style element or a style attribute', async () => {
  enforcePolicy()
  await render(<Kit />)
  await page.getByRole('combobox', { name: 'Account type' }).click()
  await expect.element(page.getByRole('option', { name: 'Enterprise' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await page.getByRole('combobox', { name: 'Model' }).click()
  await expect.element(page.getByRole('option', { name: 'gpt-5-mini' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await page.getByRole('button', { name: 'More' }).click()
  await expect.element(page.getByRole('menuitem', { name: 'Regenerate' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await page.getByRole('button', { name: 'Say it' }).click()
  await expect.element(page.getByText('deepseek-ci deleted')).toBeVisible()
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect.element(page.getByRole('alertdialog')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument()
  expect(violations).toEqual([])

  const planted = document.createElement('style')
  planted.textContent = 'body { color: red }'
  document.head.append(planted)
  await expect.poll(() => violations.length).toBe(1)
})
