import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** A theme is a set of colours and nothing else: the second is asked only by the rules that look at colours. */
const rulesOfColour = ['color-contrast', 'link-in-text-block']

/** Fails with what axe finds on the page as it is now, in both themes. */
export async function expectNoFaults(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    const axe = new AxeBuilder({ page }).setLegacyMode()
    // To describe what is in order costs more than to find what is not.
    const options = { resultTypes: ['violations' as const] }
    axe.options(
      colorScheme === 'light' ? options : { ...options, runOnly: { type: 'rule' as const, values: rulesOfColour } },
    )
    const { violations } = await axe.analyze()
    const faults = violations.map(({ id, nodes }) => `${where}, ${colorScheme}: ${id} at ${String(nodes[0]?.target)}`)
    expect(faults).toEqual([])
  }
}
