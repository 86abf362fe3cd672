import { expect, test } from 'vitest'
import { readPrice, writePrice } from './price-text.ts'

test.each([
  ['2.50', 2_500_000],
  ['$2.50', 2_500_000],
  [' 0.075 ', 75_000],
  ['.5', 500_000],
  ['3.', 3_000_000],
  ['0', 0],
  ['0.000001', 1],
  ['0.1000000000', 100_000],
  ['0,4', 400_000],
  ['0,075', 75_000],
  ['1,250.5', 1_250_500_000],
  ['1250', 1_250_000_000],
  ['10000', 10_000_000_000],
  ['0.29', 290_000],
  ['1.005', 1_005_000],
])('%j is read as %i micro-dollars', (text, price) => {
  expect(readPrice(text)).toEqual({ price, mistake: null })
})

test.each([
  ['', 'missing'],
  ['$', 'missing'],
  ['.', 'notANumber'],
  ['free', 'notANumber'],
  ['-1', 'notANumber'],
  ['1e3', 'notANumber'],
  ['1.2.3', 'notANumber'],
  ['2,500', 'ambiguous'],
  ['0.0000001', 'tooFine'],
  ['10000.01', 'tooHigh'],
  ['99999999999999999999', 'tooHigh'],
])('%j is taken for a price: %s', (text, mistake) => {
  expect(readPrice(text)).toEqual({ price: null, mistake })
})

test('a price drifts when it is written and read again', () => {
  // Steps of a prime, so that every digit comes at every place.
  for (let price = 0; price <= 10_000_000_000; price += 4_999_957) {
    expect(readPrice(writePrice(price))).toEqual({ price, mistake: null })
  }
  expect([0, 1, 75_000, 2_500_000, 3_000_000].map(writePrice)).toEqual(['0.00', '0.000001', '0.075', '2.50', '3.00'])
})
