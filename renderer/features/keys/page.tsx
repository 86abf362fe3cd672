/** The page of this feature. */
export function KeysPage() {
  return <div className="page" />
}
