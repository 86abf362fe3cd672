import { expect, test } from 'vitest'
import { readTags } from './tags.ts'

test('tags are parted by commas and lines, without the sign and without empty ones', () => {
  expect(readTags(` #ci, , night\n夜間 ,${'x'.repeat(60)}`)).toEqual(['ci', 'night', '夜間', 'x'.repeat(40)])
})
