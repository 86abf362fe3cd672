import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from '../testing/render.tsx'
import { lazyPart } from './lazy-part.ts'

/** A part whose file comes at the given try and not before. */
function partAt(goodTry: number) {
  let tries = 0
  const Part = lazyPart(async () => {
    tries += 1
    if (tries < goodTry) throw new TypeError('Failed to fetch dynamically imported module')
    return ({ name }: { name: string }) => <p>The part of {name}</p>
  }, [0, 0])
  return { Part, tries: () => tries }
}

test('a file that could not be fetched twice is drawn at the third try, and fetched no fourth time', async () => {
  const { Part, tries } = partAt(3)
  await render(
    <>
      <Part name="one" />
      <Part name="two" />
    </>,
  )
  await expect.element(page.getByText('The part of one')).toBeVisible()
  await expect.element(page.getByText('The part of two')).toBeVisible()
  await Part.preload()
  expect(tries()).toBe(3)
})

test('a part that was fetched ahead is there at the first draw', async () => {
  const { Part } = partAt(1)
  await Part.preload()
  const { container } = await render(<Part name="all" />)
  expect(container.textContent).toBe('The part of all')
})

test('a fetch ahead that fails rejects nothing, and the part asks anew when it is drawn later', async () => {
  const { Part, tries } = partAt(5)
  await Part.preload()
  expect(tries()).toBe(3)
  await Part.preload()
  await render(<Part name="all" />)
  await expect.element(page.getByText('The part of all')).toBeVisible()
  expect(tries()).toBe(5)
})
