const patience = 3_000

/**
 * Resolves once the one-time code of the headless host has been taken out of the address, so that the router neither
 * reads nor rewrites it. At once where there is none.
 */
export async function whenAddressIsClean(): Promise<void> {
  const end = performance.now() + patience
  while (window.location.hash.startsWith('#code=') && performance.now() < end) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}
