import type { Token, Tokens } from 'marked'
import { Fragment, type ReactNode } from 'react'
import { playground } from '../../../strings/en/playground.ts'
import { CodeBlock } from './code-block.tsx'
import { InlineTokens } from './inline-tokens.tsx'

const words = playground.markdown

type BlockToken =
  | Tokens.Space
  | Tokens.Paragraph
  | Tokens.Text
  | Tokens.Heading
  | Tokens.Blockquote
  | Tokens.List
  | Tokens.Table
  | Tokens.Code
  | Tokens.Hr
  | Tokens.HTML
  | Tokens.Def

/** The tokens of a block as elements. Raw HTML is text, and so is every kind that is not named here. */
export function BlockTokens({ tokens }: { tokens: readonly Token[] }) {
  return tokens.map((token, index) => <Fragment key={index}>{block(token as BlockToken)}</Fragment>)
}

function block(token: BlockToken): ReactNode {
  switch (token.type) {
    case 'space':
      return null
    case 'paragraph':
      return (
        <p>
          <InlineTokens tokens={token.tokens} />
        </p>
      )
    case 'text':
      return token.tokens ? <InlineTokens tokens={token.tokens} /> : token.text
    case 'heading':
      return <Heading depth={token.depth} content={<InlineTokens tokens={token.tokens} />} />
    case 'blockquote':
      return (
        <blockquote>
          <BlockTokens tokens={token.tokens} />
        </blockquote>
      )
    case 'list':
      return <ListOf token={token} />
    case 'table':
      return <TableOf token={token} />
    case 'code':
      return <CodeBlock language={token.lang?.split(/[\s{]/)[0]?.toLowerCase() ?? ''} parts={[]} tail={token.text} />
    case 'hr':
      return <hr />
    case 'html':
    case 'def':
      return <p className="md__raw">{token.raw.trimEnd()}</p>
    default:
      return <InlineTokens tokens={[token]} />
  }
}

/** The page has h1 and h2. Those of an answer are all h3: a model begins at any level, and holes in the order mislead. */
function Heading({ depth, content }: { depth: number; content: ReactNode }) {
  const level = Math.min(depth, 3)
  return <h3 className={`md__h${level}`}>{content}</h3>
}

function ListOf({ token }: { token: Tokens.List }) {
  const items = token.items.map((item, index) => (
    <li key={index} className={item.task ? 'md__task' : undefined}>
      {item.task ? (
        <input type="checkbox" checked={item.checked === true} disabled readOnly aria-label={words.task} />
      ) : null}
      <BlockTokens tokens={item.tokens.filter((one) => one.type !== 'checkbox')} />
    </li>
  ))
  if (!token.ordered) return <ul>{items}</ul>
  return <ol start={typeof token.start === 'number' ? token.start : 1}>{items}</ol>
}

function TableOf({ token }: { token: Tokens.Table }) {
  return (
    <div className="md__table" role="region" aria-label={words.table}>
      <table>
        <thead>
          <tr>
            {token.header.map((cell, index) => (
              <th key={index} data-align={cell.align ?? undefined}>
                <InlineTokens tokens={cell.tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} data-align={cell.align ?? undefined}>
                  <InlineTokens tokens={cell.tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
