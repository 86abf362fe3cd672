/** Why a text is no price. The page has a sentence for each. */
export type PriceMistake = 'missing' | 'notANumber' | 'ambiguous' | 'tooFine' | 'tooHigh'

export type PriceReading = { price: number; mistake: null } | { price: null; mistake: PriceMistake }

const perDollar = 1_000_000
/** What the contract allows: 10,000 dollars. */
const highest = 10_000 * perDollar

/**
 * Reads dollars as people write them (`2.50`, `$0.075`, `1,250.5`, `0,4`) into whole micro-dollars, digit by digit: no
 * fraction of a number is ever rounded on the way.
 */
export function readPrice(text: string): PriceReading {
  const bare = text.replace(/[\s$]/g, '')
  if (bare === '') return refuse('missing')
  // 2,500 is a thousand to some and a fraction to others.
  if (/^[1-9]\d{0,2},\d{3}$/.test(bare)) return refuse('ambiguous')
  const plain = /^[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(bare) ? bare.replaceAll(',', '') : bare.replace(',', '.')
  const [, whole = '', fraction = ''] = /^(\d*)\.?(\d*)$/.exec(plain) ?? []
  if (whole === '' && fraction === '') return refuse('notANumber')
  const digits = fraction.replace(/0+$/, '')
  if (digits.length > 6) return refuse('tooFine')
  if (whole.replace(/^0+/, '').length > 5) return refuse('tooHigh')
  const price = Number(whole) * perDollar + Number(digits.padEnd(6, '0'))
  return price > highest ? refuse('tooHigh') : { price, mistake: null }
}

/** Micro-dollars as dollars: two places, or as many as it takes. */
export function writePrice(price: number): string {
  const fraction = String(price % perDollar)
    .padStart(6, '0')
    .replace(/0+$/, '')
    .padEnd(2, '0')
  return `${Math.floor(price / perDollar)}.${fraction}`
}

const refuse = (mistake: PriceMistake): PriceReading => ({ price: null, mistake })
