import { Link } from '@tanstack/react-router'
import { useGatewayState } from '../lib/use-gateway.ts'
import { frame } from '../strings/en/frame.ts'
import { pages } from './pages.ts'

/** The pages, at the left edge. */
export function Rail() {
  const isGatewayOn = useGatewayState()?.state === 'on'
  return (
    <nav className="rail" aria-label={frame.nav}>
      {pages.map(({ path, name, icon: Icon, atFoot }) => (
        <Link key={path} to={path} className="rail__link" data-foot={atFoot ? '' : undefined}>
          <Icon className="i" />
          <span>{name}</span>
          {path === '/gateway' && isGatewayOn ? (
            <i className="rail__lamp">
              <span className="sr-only">{frame.status.gateway.lamp}</span>
            </i>
          ) : null}
        </Link>
      ))}
    </nav>
  )
}
