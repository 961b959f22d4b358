import fc from 'fast-check';
import { QUERIES } from '../../src/api/operations/zql/queries';
import { runZql } from '../../src/api/zql/run-zql';
import {
  compileCount,
  compilePage,
  driversOf,
  type Compiled,
} from '../../src/persistence/queries/compile';
import { entityOf } from '../../src/persistence/queries/names';
import { parseQuery } from '../../src/query/parse-query';
import type { Query } from '../../src/query/query';
import type { Queryable } from '../../src/query/queryable';
import { parseZql } from '../../src/query/zql/parse-zql';
import { TestEmulator } from '../support/emulator';
import { ALICE, fillWithOddities } from '../support/odd-world';
import { isSayable, printQ } from '../support/print-q';
import { printZql } from '../support/print-zql';
import { areInOrder, QueryModel, type Row } from '../support/query-model';
import { summaryOf, toldBy } from '../support/query-summaries';
import { ASKED, RandomQueries } from '../support/random-queries';

/** Of each kind, in each world: 12,000 in all. */
const RUNS = { numRuns: 900 };
const WORLDS = [1, 2, 3, 4];

// A slow machine may take its time.

const MOST = 10_000;
const viewer = fc.constantFrom(undefined, undefined, ALICE, ALICE, 'f'.repeat(32));

class Asked {
  readonly model: QueryModel;
  readonly queries: RandomQueries;
  /** How often rows were found, and how often a query was asked by what it can begin with. */
  found = 0;
  driven = 0;

  constructor(readonly emulator: TestEmulator) {
    this.model = new QueryModel(emulator.environment.database);
    this.queries = new RandomQueries(this.model);
  }

  source(entity: string): Queryable<{ uuid: string }> {
    const operation = QUERIES.find((query) => query.entity === entity);
    if (!operation) throw new Error(`nothing is called ${entity}`);
    return operation.of(this.emulator.environment.world.queries) as Queryable<{ uuid: string }>;
  }

  /** The uuids that a query must find, in the order in which they come, whatever it begins with. */
  check(entity: string, query: Query, as: string | undefined): readonly string[] {
    const expected = this.model.find(entity, query, as);
    const all = { ...query, start: 0, limit: MOST, reply: 'pageWithCount' as const };
    const { rows, total } = this.source(entity).query(all, as);
    const uuids = rows.map(({ uuid }) => uuid);
    expect(new Set(uuids)).toEqual(new Set(expected.map(({ uuid }) => uuid)));
    expect(uuids).toHaveLength(expected.length);
    expect(total).toBe(expected.length);
    const places = new Map(uuids.map((uuid, i) => [uuid, i]));
    const placeOf = (row: Row) => places.get(String(row['uuid'])) ?? 0;
    const inTheirOrder = expected.toSorted((a, b) => placeOf(a) - placeOf(b));
    expect(areInOrder(entity, query.sort, inTheirOrder)).toBe(true);

    const declared = entityOf(entity);
    for (const { part, probe } of driversOf(declared, query, as)) {
      const planned = this.#run(compilePage(declared, all, as, part)).map(([uuid]) => uuid);
      expect(planned).toEqual(uuids);
      const counted = this.#run(compileCount(declared, query, as, part));
      expect(counted).toEqual([[expected.length]]);
      // What leads to all of the rows leads to one, if there is one.
      const probed = this.#run({ ...probe, values: [...probe.values, MOST] });
      if (uuids.length > 0) expect(probed[0]?.[0]).toBeGreaterThan(0);
      this.driven++;
    }
    if (uuids.length > 0) this.found++;
    return uuids;
  }

  #run({ text, values }: Compiled): unknown[][] {
    return this.emulator.environment.database
      .prepare(text)
      .raw(true)
      .all(...values) as unknown[][];
  }
}

async function ask(seed: number): Promise<Asked> {
  const emulator = await TestEmulator.start();
  fillWithOddities(emulator, seed);
  return new Asked(emulator);
}

describe.each(WORLDS)('in the odd world %i', (seed) => {
  test('a query finds what looking at every row finds, sorted and in pages that fit together', async () => {
    const asked = await ask(seed);
    const { queries } = asked;
    const query = fc.constantFrom(...ASKED).chain((entity) =>
      fc.record({
        entity: fc.constant(entity),
        conditions: fc.array(queries.comparison(entity, false).filter(isSayable), { maxLength: 3 }),
        sort: queries.sort(entity, 1),
        start: fc.nat({ max: 10 }),
        limit: fc.nat({ max: 20 }),
        as: viewer,
      }),
    );
    fc.assert(
      fc.property(query, ({ entity, conditions, sort, start, limit, as }) => {
        const search = new URLSearchParams({ start: String(start), limit: String(limit) });
        for (const condition of conditions) search.append('q', printQ(condition));
        for (const { field, direction } of sort) {
          search.set('sort', `${direction === 'ascending' ? '+' : '-'}${field}`);
        }
        const parsed = parseQuery(search);
        expect(parsed.sort).toEqual(sort);
        const uuids = asked.check(entity, parsed, as);
        const page = asked
          .source(entity)
          .query(parsed, as)
          .rows.map(({ uuid }) => uuid);
        expect(page).toEqual(uuids.slice(start, start + limit));
      }),
      RUNS,
    );
    // Neither all empty, nor all walked.
    expect(asked.found).toBeGreaterThan(RUNS.numRuns / 4);
    expect(asked.driven).toBeGreaterThan(RUNS.numRuns / 4);
  });

  test('a statement of ZQL finds what looking at every row finds', async () => {
    const asked = await ask(seed);
    const statement = fc.constantFrom(...ASKED).chain((entity) => asked.queries.statement(entity));
    const { world } = asked.emulator.environment;
    fc.assert(
      fc.property(statement, viewer, (written, as) => {
        const zql = printZql(written);
        const [read] = parseZql(zql);
        if (!read || read.verb === 'search') throw new Error('nothing was read');
        const { where, restrictions, sort, limit = MOST, offset = 0 } = read;
        const query = { ...parseQuery(new URLSearchParams()), where, restrictions, sort };
        const uuids = asked.check(written.target.entity, query, as);
        const caller = { accountUuid: as ?? '', userUuid: as ?? '', isAdmin: as === undefined };
        expect(runZql(world.queries, QUERIES, zql, caller)).toEqual([
          {
            inventories: uuids.slice(offset, offset + limit).map((uuid) => ({ uuid })),
            ...(written.returned.length > 0 ? { total: uuids.length } : {}),
            ...(written.name === undefined ? {} : { name: written.name }),
          },
        ]);
        const counting = printZql({
          ...written,
          verb: 'count',
          target: { ...written.target, fields: [] },
          returned: [],
          sort: [],
          name: undefined,
          limit: undefined,
          offset: undefined,
        });
        expect(runZql(world.queries, QUERIES, counting, caller)).toEqual([{ total: uuids.length }]);
      }),
      RUNS,
    );
    expect(asked.found).toBeGreaterThan(RUNS.numRuns / 4);
    expect(asked.driven).toBeGreaterThan(RUNS.numRuns / 10);
  });

  test('functions and groups tell what looking at every row tells', async () => {
    const asked = await ask(seed);
    const statement = fc.constantFrom(...ASKED).chain((entity) => asked.queries.summary(entity));
    const { world } = asked.emulator.environment;
    let told = 0;
    fc.assert(
      fc.property(statement, viewer, (written, as) => {
        const caller = { accountUuid: as ?? '', userUuid: as ?? '', isAdmin: as === undefined };
        const [answer] = runZql(world.queries, QUERIES, printZql(written), caller);
        const expected = summaryOf(asked.model, written, as);
        expect(toldBy(answer ?? {})).toEqual(expected);
        if (expected.length > 1) told++;
      }),
      { numRuns: 300 },
    );
    expect(told).toBeGreaterThan(50);
  });
});
