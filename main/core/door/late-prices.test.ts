import { expect, test } from 'vitest'
import { chatStream } from '../../../test/faults/answers.ts'
import { openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse } from '../../../test/faults/read-response.ts'

test('the first call of a start is priced, though the prices are loaded only when it comes', async () => {
  const provider = await startFaultProvider(chatStream(['Hello']))
  let isLoaded = false
  const fixture = openDoor(passportFor(provider.baseUrl), {
    prices: {
      load: () =>
        new Promise((resolve) =>
          setImmediate(() => {
            isLoaded = true
            resolve()
          }),
        ),
      price: () => (isLoaded ? { cost: 42, source: 'catalog@test' } : { cost: null, source: 'unknown' }),
    },
  })
  try {
    await readResponse(await fixture.door.send(fixture.chat()))
    expect(fixture.ledger.rows).toMatchObject([{ cost: 42, priceSource: 'catalog@test' }])
  } finally {
    await fixture.close()
    await provider.close()
  }
})
