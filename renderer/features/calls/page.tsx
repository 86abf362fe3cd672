/** The page of this feature. */
export function UsagePage() {
  return <div className="page" />
}
