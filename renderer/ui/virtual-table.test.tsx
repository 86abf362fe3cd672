import { useMemo, useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { accessibilityFaults } from '../testing/axe.ts'
import { render } from '../testing/render.tsx'
import { VirtualTable } from './virtual-table.tsx'
import type { VirtualColumn } from './virtual-table-model.ts'

interface Row {
  id: string
  name: string
  cost: number | null
  environment: string
}

const environments = ['Development', 'Staging', 'Production']
const many: Row[] = Array.from({ length: 1_000 }, (_, index) => ({
  id: `row-${index}`,
  name: `key ${index}`,
  cost: index === 500 ? null : (index * 7) % 1_000,
  environment: environments[index % 3] ?? '',
}))

const columns: VirtualColumn<Row>[] = [
  { id: 'name', head: 'Key', width: 'minmax(160px, 1fr)', sortValue: (row) => row.name, cell: (row) => row.name },
  {
    id: 'cost',
    head: 'Cost',
    width: '90px',
    align: 'end',
    descendingFirst: true,
    sortValue: (row) => row.cost,
    cell: (row) => (row.cost === null ? '—' : `$${row.cost}`),
  },
]

function Host({
  onOpen,
  isGrouped = false,
  rows = many,
}: {
  onOpen?: (row: Row) => void
  isGrouped?: boolean
  rows?: Row[]
}) {
  const [selectedId, setSelectedId] = useState<string | null>(null)
  return (
    <div style={{ height: 400, width: 600, display: 'flex' }}>
      <VirtualTable
        aria-label="Keys"
        rows={rows}
        columns={columns}
        rowId={(row) => row.id}
        selectedId={selectedId}
        onSelect={(row) => setSelectedId(row.id)}
        spineOf={() => 'teal'}
        {...(onOpen ? { onOpen } : {})}
        {...(isGrouped ? { groupOf: (row: Row) => ({ id: row.environment, label: row.environment }) } : {})}
      />
    </div>
  )
}

const selected = () => document.querySelector('[role="row"][aria-selected="true"]')?.textContent
const grid = () => page.getByRole('grid', { name: 'Keys' })

test('of a thousand rows only those in sight are drawn, and the count is told', async () => {
  await render(<Host />)
  await expect.element(page.getByText('key 0', { exact: true })).toBeVisible()
  expect(document.querySelectorAll('.grid-body [role="row"]').length).toBeLessThan(40)
  await expect.element(grid()).toHaveAttribute('aria-rowcount', '1001')
})

test('arrows, End and Home move the one selected row into sight, and Enter opens it', async () => {
  const opened: string[] = []
  await render(<Host onOpen={(row) => opened.push(row.id)} />)
  await expect.element(page.getByText('key 0', { exact: true })).toBeVisible()
  await userEvent.tab()
  await expect.element(grid()).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  await expect.poll(selected).toContain('key 1')
  await userEvent.keyboard('{End}')
  await expect.poll(selected).toContain('key 999')
  await expect.element(page.getByText('key 999', { exact: true })).toBeInViewport()
  const activeId = document.querySelector('[role="grid"]')?.getAttribute('aria-activedescendant')
  expect(document.getElementById(activeId ?? '')?.textContent).toContain('key 999')
  await userEvent.keyboard('{Enter}')
  expect(opened).toEqual(['row-999'])
  await userEvent.keyboard('{Home}')
  await expect.poll(selected).toContain('key 0')
  await expect.element(page.getByText('key 0', { exact: true })).toBeInViewport()
})

test('a head sorts both ways, and a row without a figure stays last in both', async () => {
  const rows = [many[3], many[500], many[10]].filter((row) => row !== undefined)
  await render(<Host rows={rows} />)
  const order = () => [...document.querySelectorAll('.grid-body [role="row"]')].map((row) => row.textContent)
  await page.getByRole('button', { name: 'Cost' }).click()
  await expect.poll(order).toEqual(['key 10$70', 'key 3$21', 'key 500—'])
  await expect.element(page.getByRole('columnheader', { name: 'Cost' })).toHaveAttribute('aria-sort', 'descending')
  await page.getByRole('button', { name: 'Cost' }).click()
  await expect.poll(order).toEqual(['key 3$21', 'key 10$70', 'key 500—'])
})

test('groups keep their rows together and the arrows skip their headings', async () => {
  await render(<Host isGrouped rows={many.slice(0, 5)} />)
  const lines = () => [...document.querySelectorAll('.grid-body [role="row"]')].map((row) => row.textContent)
  await expect
    .poll(lines)
    .toEqual(['Development', 'key 0$0', 'key 3$21', 'Staging', 'key 1$7', 'key 4$28', 'Production', 'key 2$14'])
  await userEvent.tab()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}')
  await expect.poll(selected).toContain('key 1')
})

interface ChoosingProps {
  rows?: Row[]
  onActive?: (row: Row | null) => void
}

function Choosing({ rows: all = many, onActive }: ChoosingProps) {
  const [rows, setRows] = useState(all)
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [shownId, setShownId] = useState<string | null>(null)
  const selection = useMemo(() => ({ ids, onChange: setIds }), [ids])
  return (
    <div style={{ height: 400, width: 600, display: 'flex', flexDirection: 'column' }}>
      <output>{[...ids].map((id) => id.slice(4)).join(' ')}</output>
      <p>Shown: {shownId ?? 'none'}</p>
      <VirtualTable
        aria-label="Keys"
        rows={rows}
        columns={columns}
        rowId={(row) => row.id}
        nameOf={(row) => row.name}
        selectedId={shownId}
        onSelect={(row) => setShownId(row.id)}
        selection={selection}
        {...(onActive ? { onActive } : {})}
      />
      <button type="button" onClick={() => setRows(rows.filter((row) => !ids.has(row.id)))}>
        Remove them
      </button>
    </div>
  )
}

const chosen = () => document.querySelector('output')?.textContent

test('Space, Shift with the arrows and Ctrl+A choose rows; a range that shrinks lets go of what it took', async () => {
  await render(<Choosing rows={many.slice(0, 6)} />)
  await expect.element(page.getByText('key 0', { exact: true })).toBeVisible()
  expect(grid().element().getAttribute('aria-multiselectable')).toBe('true')
  await userEvent.tab()
  await userEvent.keyboard('{ArrowDown} ')
  await expect.poll(chosen).toBe('0')
  await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift}')
  await expect.poll(chosen).toBe('0 1 2 3')
  await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}')
  await expect.poll(chosen).toBe('0 1 2')
  expect(document.querySelectorAll('[role="row"][aria-selected="true"]')).toHaveLength(3)
  await userEvent.keyboard('{Control>}a{/Control}')
  await expect.poll(chosen).toBe('0 1 2 3 4 5')
  expect(page.getByText('Shown: none').elements()).toHaveLength(1)
})

test('boxes choose, a range with Shift, all by the head; the keys go on working after a press', async () => {
  await render(<Choosing rows={many.slice(0, 6)} />)
  await page.getByRole('checkbox', { name: 'Select key 1' }).click()
  await page.getByRole('checkbox', { name: 'Select key 4' }).click({ modifiers: ['Shift'] })
  await expect.poll(chosen).toBe('1 2 3 4')
  await expect.element(grid()).toHaveFocus()
  await userEvent.keyboard('{ArrowDown} ')
  await expect.poll(chosen).toBe('1 2 3 4 5')
  const all = page.getByRole('checkbox', { name: 'Select all in sight' })
  expect((all.element() as HTMLInputElement).indeterminate).toBe(true)
  await all.click()
  await expect.poll(chosen).toBe('0 1 2 3 4 5')
  await all.click()
  await expect.poll(chosen).toBe('')
  await page.getByText('key 2', { exact: true }).click({ modifiers: ['ControlOrMeta'] })
  await expect.poll(chosen).toBe('2')
  await page.getByText('key 3', { exact: true }).click()
  await expect.element(page.getByText('Shown: row-3')).toBeVisible()
})

test('letters that are typed find a name, and go round from the end', async () => {
  const rows = ['alpha', 'beta', 'charlie', 'beech'].map((name) => ({ ...many[0]!, id: name, name }))
  const active: (string | undefined)[] = []
  await render(<Choosing rows={rows} onActive={(row) => active.push(row?.name)} />)
  await expect.element(page.getByText('alpha')).toBeVisible()
  await userEvent.tab()
  await userEvent.keyboard('{End}{Home}bee')
  await expect.poll(() => active.at(-1)).toBe('beech')
})

test('the heads can be reached and sorted without a mouse', async () => {
  await render(<Choosing rows={[many[3]!, many[10]!]} />)
  const order = () => [...document.querySelectorAll('.grid-body [role="row"]')].map((row) => row.textContent)
  await expect.poll(order).toEqual(['key 3$21', 'key 10$70'])
  await userEvent.tab()
  await userEvent.keyboard('{ArrowUp}{ArrowRight}{ArrowRight}')
  const activeId = grid().element().getAttribute('aria-activedescendant') ?? ''
  expect(document.getElementById(activeId)?.textContent).toBe('Cost')
  await userEvent.keyboard('{Enter}')
  await expect.poll(order).toEqual(['key 10$70', 'key 3$21'])
  await userEvent.keyboard('{ArrowDown}{ArrowDown} ')
  await expect.poll(chosen).toBe('10')
})

test('a row that goes away under the keys leaves them where it was, not at the top', async () => {
  const active: (string | undefined)[] = []
  await render(<Choosing rows={many.slice(0, 8)} onActive={(row) => active.push(row?.name)} />)
  await page.getByRole('checkbox', { name: 'Select key 5' }).click()
  await expect.poll(() => active.at(-1)).toBe('key 5')
  ;(page.getByRole('button', { name: 'Remove them' }).element() as HTMLButtonElement).click()
  await expect.element(page.getByText('key 5', { exact: true })).not.toBeInTheDocument()
  await expect.element(grid()).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.poll(() => active.at(-1)).toBe('key 7')
})

test('the grid tells its rows and heads to assistive technology without fault', async () => {
  await render(
    <>
      <Host isGrouped />
      <Choosing />
    </>,
  )
  await expect.element(page.getByText('key 0', { exact: true }).first()).toBeVisible()
  for (const table of document.querySelectorAll('.grid-table')) expect(await accessibilityFaults(table)).toEqual([])
})
