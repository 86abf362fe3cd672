type Json = Readonly<Record<string, unknown>>

/** A JSON object; null for any other text. */
export function objectIn(text: string): Json | null {
  try {
    return objectsIn([JSON.parse(text)])[0] ?? null
  } catch {
    return null
  }
}

/** The objects of a list; none where it is no list. */
export function objectsIn(list: unknown): Json[] {
  if (!Array.isArray(list)) return []
  return list.filter((one): one is Json => typeof one === 'object' && one !== null && !Array.isArray(one))
}

/** The first choice of a chat completion; null where the answer is none. */
export function choiceIn(text: string): { message: Json; finish: unknown } | null {
  const [choice] = objectsIn(objectIn(text)?.['choices'])
  const [message] = objectsIn([choice?.['message']])
  return choice && message ? { message, finish: choice['finish_reason'] } : null
}

/** The events of a whole stream that hold a JSON object. */
export function eventsIn(text: string): Json[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    const event = line.startsWith('data:') ? objectIn(line.slice('data:'.length)) : null
    return event ? [event] : []
  })
}
