/** A drawing from the three motifs: a deck with its spines, and a keyhole that light shows through. */
export function DeckArt() {
  return (
    <svg className="art" width="200" height="132" viewBox="0 0 200 132" aria-hidden="true">
      <rect className="dash" x="46.5" y="8.5" width="138" height="88" rx="10" />
      <rect className="c0" x="34.5" y="16.500" width="138" height="88" rx="10" />
      <path className="m" d="M44 16.500h2v88h-2a9.500 9.500 0 0 1-9.500-9.500V26a9.500 9.500 0 0 1 9.500-9.500Z" />
      <rect className="c0" x="24.500" y="25.500" width="138" height="88" rx="10" />
      <path className="v" d="M34 25.500h2v88h-2a9.500 9.500 0 0 1-9.500-9.500V35a9.500 9.500 0 0 1 9.500-9.500Z" />
      <rect className="c1" x="14.500" y="34.500" width="138" height="88" rx="10" />
      <path className="t" d="M24 34.500h2v88h-2a9.500 9.500 0 0 1-9.500-9.500V44a9.500 9.500 0 0 1 9.500-9.500Z" />
      <rect className="ln" x="40" y="52" width="58" height="7" rx="3.500" />
      <rect className="ln" x="40" y="67" width="40" height="5" rx="2.500" />
      <rect className="ln" x="40" y="100" width="26" height="5" rx="2.500" />
      <rect className="ln" x="74" y="100" width="26" height="5" rx="2.500" />
      <path
        className="hole"
        transform="translate(112 48) scale(1.6)"
        d="M8 1.500a5 5 0 0 0-2.600 9.250L4 18a.9.900 0 0 0 .9 1h6.200a.9.900 0 0 0 .9-1l-1.400-7.250A5 5 0 0 0 8 1.500Z"
      />
    </svg>
  )
}
