import { FileWarning } from 'lucide-react'

/** Says above a list what it is without, and what to do about it. */
export function LeftOut({ title, text }: { title: string; text: string }) {
  return (
    <section className="trouble trouble--quiet left-out" role="status">
      <FileWarning className="i" aria-hidden="true" />
      <p className="trouble__text">
        <span>
          <b>{title}</b> {text}
        </span>
      </p>
    </section>
  )
}
