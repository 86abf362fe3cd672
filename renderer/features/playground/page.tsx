/** The page of this feature. */
export function PlaygroundPage() {
  return <div className="page" />
}
