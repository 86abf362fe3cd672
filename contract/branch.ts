/** The branch that ends at `leafId`, from its first turn on. A parent that is missing ends it. */
export function branchTo<Turn extends { id: string; parentId: string | null }>(
  turns: readonly Turn[],
  leafId: string | null,
): Turn[] {
  const byId = new Map(turns.map((turn) => [turn.id, turn]))
  const branch: Turn[] = []
  for (let id = leafId; id !== null; ) {
    const turn = byId.get(id)
    if (!turn) break
    byId.delete(id)
    branch.push(turn)
    id = turn.parentId
  }
  return branch.toReversed()
}
