import { useState } from 'react'
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

test('the grid tells its rows and heads to assistive technology without fault', async () => {
  await render(<Host isGrouped />)
  await expect.element(page.getByText('key 0', { exact: true })).toBeVisible()
  expect(await accessibilityFaults(document.querySelector('.grid-table') ?? document)).toEqual([])
})
