/** The mark: a card with its spine, and a keyhole that light shows through. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 512 512" aria-hidden="true">
      <rect className="mark__lit" x="136" y="22" width="318" height="404" rx="54" transform="rotate(9 295 224)" />
      <path className="mark__lit" d="M110 150h190v292H110Z" />
      <path
        className="mark__card"
        fillRule="evenodd"
        d="M96 88h228a58 58 0 0 1 58 58v286a58 58 0 0 1-58 58H96a58 58 0 0 1-58-58V146a58 58 0 0 1 58-58Zm128 74a76 76 0 0 0-41 140l-25 104a13 13 0 0 0 13 16h106a13 13 0 0 0 13-16l-25-104a76 76 0 0 0-41-140Z"
      />
      <path className="mark__spine" d="M96 88h6v402h-6a58 58 0 0 1-58-58V146a58 58 0 0 1 58-58Z" />
    </svg>
  )
}

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
