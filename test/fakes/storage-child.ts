import { systemClock } from '../../main/core/clock.ts'
import { openStorage } from '../../main/core/storage/open-storage.ts'
import { sampleMigrations } from './profile.ts'

/**
 * Run as a process that a test kills: `node storage-child.ts FOLDER TASK`. Says on standard output what has become
 * durable, so that the test can compare it with what it finds.
 */
const [folder = '', task = ''] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)
const log = { info: say, warn: say, error: say }

/** A migration that takes a while, and leaves as many rows in one table as in the other. */
const longMigration = `
  INSERT INTO note (text) SELECT name || 'x' FROM pair, (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) SELECT i FROM n);
  CREATE TABLE done (at INTEGER);`

if (task === 'migrate') {
  const storage = await openStorage({
    folder,
    clock: systemClock,
    log,
    migrations: [...sampleMigrations, longMigration],
  })
  say('migrated')
  await storage.close()
} else {
  const storage = await openStorage({ folder, clock: systemClock, log, migrations: sampleMigrations })
  const { database } = storage
  const write = () => {
    const round = Number(database.get('SELECT count(*) AS count FROM pair')?.['count'])
    database.write(() => {
      database.run('INSERT INTO note (text) VALUES (?)', `row ${round}`)
      database.run('INSERT INTO pair VALUES (?, ?)', `row ${round}`, round)
    })
    say(`saved ${round + 1}`)
  }
  say('open')
  for (let round = 0; ; round += 1) {
    write()
    if (task === 'backup' && round % 5 === 0) void storage.backUp()
    if (task === 'vacuum' && round % 10 === 0) database.script('VACUUM')
    if (round % 20 === 0) database.checkpoint()
    await new Promise((resolve) => setImmediate(resolve))
  }
}
