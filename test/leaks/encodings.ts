/** The forms in which a secret could hide from a plain search, each with its name. */
export function encodingsOf(secret: string): { name: string; bytes: Buffer }[] {
  const text = (name: string, value: string) => ({ name, bytes: Buffer.from(value, 'latin1') })
  return [
    text('plain', secret),
    { name: 'utf-16', bytes: Buffer.from(secret, 'utf16le') },
    text('hex', Buffer.from(secret).toString('hex')),
    text('reversed', secret.split('').toReversed().join('')),
    text(
      'percent',
      secret
        .split('')
        .map((letter) => `%${letter.charCodeAt(0).toString(16)}`)
        .join(''),
    ),
    // Base64 of a text that holds the secret shows one of three middles, by where the secret begins.
    ...[0, 1, 2].flatMap((shift) => {
      const padded = Buffer.concat([Buffer.alloc(shift, 0x20), Buffer.from(secret)])
      const middle = padded.toString('base64').slice(shift === 0 ? 0 : 4, -4)
      return [
        text(`base64+${shift}`, middle),
        text(`base64url+${shift}`, middle.replaceAll('+', '-').replaceAll('/', '_')),
      ]
    }),
    // A secret cut in two by a buffer's end or a log's limit is still most of a secret.
    text('its middle', secret.slice(4, -4)),
  ]
}

/** The names of the encodings of a secret that some bytes hold. */
export function findSecret(bytes: Buffer | string, secret: string): string[] {
  const haystack = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes
  return encodingsOf(secret)
    .filter(({ bytes: needle }) => haystack.includes(needle))
    .map(({ name }) => name)
}
