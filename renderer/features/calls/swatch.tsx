/** The square of a series' colour. The name stands beside it. */
export function Swatch({ colour }: { colour: number }) {
  return (
    <svg className="usage-swatch" width="9" height="9" viewBox="0 0 9 9" aria-hidden="true">
      <rect width="9" height="9" rx="2" fill={`var(--s${colour})`} />
    </svg>
  )
}
