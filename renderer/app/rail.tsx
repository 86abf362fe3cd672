import { Link } from '@tanstack/react-router'
import { frame } from '../strings/en/frame.ts'
import { pages } from './pages.ts'

/** The pages, at the left edge. */
export function Rail() {
  return (
    <nav className="rail" aria-label={frame.nav}>
      {pages.map(({ path, name, icon: Icon, atFoot }) => (
        <Link key={path} to={path} className="rail__link" data-foot={atFoot ? '' : undefined}>
          <Icon className="i" />
          <span>{name}</span>
        </Link>
      ))}
    </nav>
  )
}
