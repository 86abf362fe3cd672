/** The name, drawn: its d carries the keyhole. */
export function Wordmark({ label }: { label: string }) {
  return (
    <svg className="wordmark" width="76" height="20" viewBox="0 0 68 18" role="img" aria-label={label}>
      <path d="M1.500 1.500v12M7.300 5.600 1.600 10.300M3.800 8.600l4 4.900" />
      <path d="M11.200 9.500h7.200a3.700 3.700 0 1 0-1.100 2.900" />
      <path d="m21 5.600 3.800 7.700M28.600 5.600l-5.700 11.200" />
      <circle cx="34.600" cy="9.600" r="3.800" />
      <path d="M38.400 1.500v12" />
      <path d="M42.200 9.500h7.200a3.700 3.700 0 1 0-1.100 2.900" />
      <path d="M58.600 6.900a3.800 3.800 0 1 0 0 5.400" />
      <path d="M61.700 1.500v12M67 5.600 61.800 10.300M63.800 8.600l3.700 4.900" />
      <circle className="wordmark__hole" cx="34.600" cy="9.600" r="1.500" />
    </svg>
  )
}

/** The icon of Keys: a card with a keyhole, and one behind it. */
export function CardIcon({ className }: { className?: string }) {
  return (
    <svg className={className} viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden="true">
      <g strokeWidth="1.35" strokeLinecap="round" strokeLinejoin="round">
        <rect x="2.500" y="4.500" width="9" height="9.500" rx="1.500" />
        <path d="M5 4.300V3.500A1.500 1.500 0 0 1 6.500 2H12a1.500 1.500 0 0 1 1.500 1.500v7A1.500 1.500 0 0 1 12 12h-.300" />
        <circle cx="7" cy="8.300" r="1.100" />
        <path d="M7 9.400v2" />
      </g>
    </svg>
  )
}
