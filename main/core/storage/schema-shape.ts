import Sqlite from 'better-sqlite3'

/** What a schema consists of, as lines to compare: tables with their columns, indexes, triggers and views. */
export type SchemaShape = ReadonlySet<string>

/** Reads the shape of an open database. What SQLite makes for itself is left out. */
export function shapeOf(sqlite: Sqlite.Database): SchemaShape {
  const objects = sqlite
    .prepare("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    .all() as { type: string; name: string }[]
  const lines = objects.map(({ type, name }) => `${type} ${name}`)
  const columns = sqlite.prepare('SELECT name, type, pk FROM pragma_table_xinfo(?)')
  for (const { type, name } of objects) {
    if (type !== 'table') continue
    const found = columns.all(name) as { name: string; type: string; pk: number }[]
    lines.push(...found.map((column) => `column ${name}.${column.name} ${column.type} ${column.pk}`))
  }
  return new Set(lines)
}

/** The shape that these migrations make, from an empty database. */
export function shapeAfter(migrations: readonly string[]): SchemaShape {
  const sqlite = new Sqlite(':memory:')
  try {
    for (const migration of migrations) sqlite.exec(migration)
    return shapeOf(sqlite)
  } finally {
    sqlite.close()
  }
}

/** The first thing in which two shapes differ, in words; null where they are alike. */
export function firstDifference(found: SchemaShape, expected: SchemaShape): string | null {
  for (const line of expected) if (!found.has(line)) return `${line} is missing`
  for (const line of found) if (!expected.has(line)) return `${line} is unknown`
  return null
}
