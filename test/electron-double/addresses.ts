/**
 * Chromium knows no scheme of the app's own, so `app://keydeck/` is shown to it as `https://keydeck.app.test/`: a secure
 * origin of its own, as a privileged scheme has.
 */
export function toChromium(address: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/is.exec(address)
  if (!match || match[1] === 'https' || match[1] === 'http' || match[1] === 'about') return address
  return `https://${match[2]}.${match[1]}.test${match[3] || '/'}`
}

/** The address as the app knows it. */
export function fromChromium(address: string): string {
  return address.replace(/^https:\/\/([^/?#.]+)\.([a-z0-9+-]+)\.test(?=[/?#]|$)/i, '$2://$1')
}
