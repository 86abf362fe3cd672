import { ImageOff } from 'lucide-react'
import type { Token, Tokens } from 'marked'
import { Fragment, type ReactNode } from 'react'
import { playground } from '../../../strings/en/playground.ts'
import { decodeEntities } from './entities.ts'
import { useMarkdownContext } from './markdown-context.ts'
import { checkLink } from './safe-link.ts'

const words = playground.markdown

type InlineToken =
  | Tokens.Text
  | Tokens.Escape
  | Tokens.Strong
  | Tokens.Em
  | Tokens.Del
  | Tokens.Codespan
  | Tokens.Br
  | Tokens.Link
  | Tokens.Image

/** Text inside a block. Every kind that is not named here is drawn as the characters it came from. */
export function InlineTokens({ tokens }: { tokens: readonly Token[] | undefined }) {
  return tokens?.map((token, index) => <Fragment key={index}>{inline(token as InlineToken)}</Fragment>)
}

function inline(token: InlineToken): ReactNode {
  switch (token.type) {
    case 'text':
      return token.tokens ? <InlineTokens tokens={token.tokens} /> : decodeEntities(token.text)
    case 'escape':
      return token.text
    case 'strong':
      return (
        <strong>
          <InlineTokens tokens={token.tokens} />
        </strong>
      )
    case 'em':
      return (
        <em>
          <InlineTokens tokens={token.tokens} />
        </em>
      )
    case 'del':
      return (
        <del>
          <InlineTokens tokens={token.tokens} />
        </del>
      )
    case 'codespan':
      return <code className="code-inline">{token.text}</code>
    case 'br':
      return <br />
    case 'link':
      return <AnswerLink address={addressOf(token)} content={<InlineTokens tokens={token.tokens} />} />
    case 'image':
      return <AnswerImage address={addressOf(token)} text={decodeEntities(token.text)} />
    default:
      return rawOf(token)
  }
}

const rawOf = (token: Token): string => token.raw

function addressOf(token: { href: string; autolink?: boolean }): string {
  return token.autolink === true ? token.href : decodeEntities(token.href)
}

/** No `href`: only a press that the person confirms opens anything. */
function AnswerLink({ address, content }: { address: string; content: ReactNode }) {
  const { openLink } = useMarkdownContext()
  const link = checkLink(address)
  if (!link.isSafe) {
    return (
      <span className="md__dead-link" title={words.deadLink(address.slice(0, 200))}>
        {content}
      </span>
    )
  }
  return (
    <button type="button" role="link" className="md__link" title={link.url} onClick={() => openLink(link)}>
      {content}
    </button>
  )
}

/** Never loaded: its address can carry what was said to whoever serves it. */
function AnswerImage({ address, text }: { address: string; text: string }) {
  const { openLink } = useMarkdownContext()
  const link = checkLink(address)
  const name = text === '' ? words.image : text
  if (!link.isSafe) {
    return (
      <span className="md__image">
        <ImageOff className="i i--12" />
        {words.imageNotShown(name)}
      </span>
    )
  }
  return (
    <button type="button" role="link" className="md__image" title={link.url} onClick={() => openLink(link)}>
      <ImageOff className="i i--12" />
      {words.imageFrom(name, link.host)}
    </button>
  )
}
