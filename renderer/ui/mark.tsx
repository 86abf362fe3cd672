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
