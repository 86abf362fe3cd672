import { useQuery } from '@tanstack/react-query'
import type { Finding as FindingSchema } from '../../contract/findings.ts'
import { orpc } from './client.ts'

/** Something that the rules of good practice say of the vault. */
export type Finding = FindingSchema

const none: readonly Finding[] = []

/** What the rules say now, without what was dismissed; the most urgent first. Empty until it has come. */
export function useFindings(): readonly Finding[] {
  return useQuery(orpc.findings.list.queryOptions()).data ?? none
}
