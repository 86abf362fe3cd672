/** What a client was answered, as its `fetch` saw it: after the transport, before anything of the client's own. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** A `fetch` that notes every answer, in the order of the questions; bytes as they are read. */
export function recordingFetch(): { fetch: typeof fetch; answers: () => Answer[] } {
  const noted: { status: number; headers: Record<string, string>; chunks: Uint8Array[] }[] = []
  const recording: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    const entry = { status: response.status, headers: Object.fromEntries(response.headers), chunks: [] as Uint8Array[] }
    noted.push(entry)
    if (!response.body) return response
    const noting = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        entry.chunks.push(chunk)
        controller.enqueue(chunk)
      },
    })
    return new Response(response.body.pipeThrough(noting), response)
  }
  const answers = () => noted.map(({ chunks, ...rest }) => ({ ...rest, body: Buffer.concat(chunks) }))
  return { fetch: recording, answers }
}
