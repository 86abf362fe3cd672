import type { SeenRequest } from '../faults/fault-provider.ts'

/**
 * An upload as it would be with the same boundary each time: clients choose one by chance, some of them of another length
 * each time. Any other request as it is.
 */
export function withoutBoundary(request: SeenRequest): SeenRequest {
  const boundary = /boundary="?([^";]+)/.exec(request.headers['content-type'] ?? '')?.[1]
  if (boundary === undefined) return request
  const body = Buffer.from(request.body.toString('latin1').replaceAll(boundary, 'BOUNDARY'), 'latin1')
  const rawHeaders = request.rawHeaders.map((value, index) =>
    index % 2 === 1 && request.rawHeaders[index - 1]?.toLowerCase() === 'content-length'
      ? String(Number(value) - request.body.length + body.length)
      : value.replace(boundary, 'BOUNDARY'),
  )
  return { ...request, rawHeaders, body }
}
