import { LAW_NAMES, verdictOn } from '../../src/persistence/laws';
import { verdictsInTurns } from '../../src/persistence/laws-in-turns';
import { SEED, TestEmulator } from '../support/emulator';

/*
 * Laws are looked at piece by piece while others get their turn: the verdicts are those of one look at the whole.
 */

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});
const database = () => emulator.environment.database;

function spoil(sql: string): void {
  database().exec(
    `pragma foreign_keys = off; pragma ignore_check_constraints = on; ${sql}; pragma ignore_check_constraints = off; pragma foreign_keys = on`,
  );
}

const GROUPS = (from: number, count: number, name = 'g') =>
  `with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${from + count - 1})
   insert into image_groups (rowid, uuid, name, status, image_count, create_date, last_op_date)
   select i, '${name}' || printf('%07d', i), 'g', 'Ready', 1, 1, 1 from n`;
const OWNED = `insert into account_resource_refs (account_uuid, resource_uuid, resource_type, create_date, last_op_date)
   select '36c27e8ff05c4780bf6d2fa65700f22e', uuid, 'ImageGroupVO', 1, 1 from image_groups`;

test.each<[string, string, number]>([
  ['nothing is wrong', 'select 1', 0],
  ['one row is wrong', `update images set content_id = null where uuid = '${SEED.image}'`, 1],
  [
    'the last of many rows is wrong',
    `${GROUPS(1, 1_700)}; ${OWNED}; ${GROUPS(5_000_000, 1, 'z')}`,
    1,
  ],
  ['the first of many rows is wrong', `${GROUPS(1, 1_700)}; ${OWNED}; ${GROUPS(-7, 1, 'z')}`, 1],
  ['more rows are wrong than are told', GROUPS(1, 1_700), 100],
  ['exactly as many as are told', GROUPS(1, 100), 100],
  ['storages have other room', 'update backup_storages set available_capacity = 1', 1],
  [
    'storages have other physical room',
    'update primary_storages set available_physical_capacity = available_physical_capacity - 1',
    1,
  ],
  [
    'one storage has a byte too much',
    `update primary_storages set available_capacity = available_capacity + 1 where uuid = '${SEED.primaryStorages.nfs}'`,
    1,
  ],
])('where %s', async (_what, sql, least) => {
  spoil(sql);
  const whole = LAW_NAMES.map((law) => verdictOn(database(), law));
  const inTurns = await verdictsInTurns(database());
  expect(inTurns).toEqual(whole);
  expect(Math.max(...whole.map(({ rows }) => rows.length))).toBeGreaterThanOrEqual(least);
  expect(whole.every(({ holds, rows }) => holds === (rows.length === 0))).toBe(true);
});

test('others get their turn, and a sum counts what they changed meanwhile', async () => {
  let turns = 0;
  let isOver = false;
  const other = () => {
    turns++;
    if (turns < 20) database().exec("update zones set description = 'x'");
    if (!isOver) setImmediate(other);
  };
  setImmediate(other);
  const verdicts = await verdictsInTurns(database());
  isOver = true;
  expect(verdicts.filter(({ holds }) => !holds)).toEqual([]);
  expect(turns).toBeGreaterThan(LAW_NAMES.length);
});

test('a world that is closed meanwhile is looked at no more', async () => {
  const looking = verdictsInTurns(database());
  const closing = emulator.stop();
  await expect(looking).rejects.toMatchObject({ errorCode: { code: 'SYS.1006' } });
  await closing;
});
