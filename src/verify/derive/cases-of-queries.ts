import type { CallStep, Case } from '../cases/case.js';
import type { Facts, OperationFacts } from '../facts/facts.js';
import { findsItsRow } from './cases-of-fields.js';
import { NO_SESSION, UNKNOWN_SESSION, withoutAuthorization } from './sessions.js';

const SOURCE = { code: 'MysqlQueryBuilderImpl3', facts: 'wider-operations.json' };
/** Types whose values a condition can hold. */
const SCALAR = /^(String|Long|long|Integer|int|Boolean|boolean|Timestamp|\w+(State|Status|Type))$/;

/** What the cases of one query have in common. */
type Common = Pick<Case, 'operation' | 'source' | 'effect' | 'isDerived'>;

/** What names a row of an inventory that has no uuid. */
const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  GlobalConfigInventory: ['category', 'name'],
  QuotaInventory: ['name', 'identityUuid'],
  SharedResourceInventory: ['resourceUuid', 'ownerAccountUuid'],
};

/** Fields that are other ones at each look. */
const MOVING = new Set(['ManagementNodeInventory.heartBeat']);

/** What holds for every query, whatever it asks for. */
export function casesOfQuery(facts: Facts, operation: OperationFacts): Case[] {
  const inventory = /^List<(\w+)>$/.exec(operation.answer['inventories'] ?? '')?.[1];
  const fields = inventory === undefined ? undefined : facts.inventories[inventory];
  if (inventory === undefined || fields === undefined) return [];
  const scalars = Object.keys(fields).filter(
    (field) => SCALAR.test(fields[field] ?? '') && !MOVING.has(`${inventory}.${field}`),
  );
  const names = namesOf(inventory, scalars);
  const { name } = operation;
  const common = { operation: name, source: SOURCE, effect: 'reads', isDerived: true } as const;
  const ask = (
    given: Readonly<Record<string, unknown>>,
    more: Partial<CallStep> = {},
  ): CallStep => ({
    call: name,
    path: 0,
    with: { ...given },
    ...more,
  });
  const [key = ''] = names;
  const hasPath = operation.paths.some((path) => path.includes('{uuid}'));
  return [
    {
      ...common,
      name: 'every row has the fields and types of its inventory',
      steps: [ask({ limit: 20 })],
    },
    ...scalars.map((field) => findsItsRow({ name, inventory, fields, names }, common, field)),
    {
      ...common,
      name: 'a page and its count agree',
      repeats: 5,
      steps: [
        ask(
          { count: true },
          { holds: { inventories: { $absent: true } }, take: { total: 'total' } },
        ),
        ask(
          { limit: 1000, replyWithCount: true },
          { holds: { total: '${total}' }, take: { rows: 'inventories' } },
        ),
        {
          equal: [{ $count: ['${rows}'] }, { $min: ['${total}', 1000] }],
          because: 'a page has what is counted',
        },
        ask({ limit: 1, start: 1 }, { take: { second: 'inventories' } }),
        {
          equal: [
            { $count: ['${second}'] },
            { $min: [1, { $max: [0, { $minus: ['${total}', 1] }] }] },
          ],
          because: 'a page begins where it is told to',
        },
      ],
    },
    {
      ...common,
      name: 'a field that it does not have is refused',
      steps: [
        ask(
          { q: ['nothing=1'] },
          { refused: { code: 'SYS.1000', words: `***Inventory] not having field[nothing]` } },
        ),
      ],
    },
    ...(scalars.includes(key)
      ? (['asc', 'desc'] as const).map((direction): Case => ({
          ...common,
          name: `it is sorted by ${key}, ${direction}`,
          repeats: 3,
          steps: [
            ask(
              { sort: `${direction === 'asc' ? '+' : '-'}${key}`, limit: 100 },
              { holds: { inventories: { $sorted: { by: key, direction } } } },
            ),
          ],
        }))
      : []),
    {
      ...common,
      name: 'only the fields that are asked for are answered',
      steps: [
        ask({ fields: [key], limit: 5 }, { holds: { inventories: { $each: { $only: [key] } } } }),
      ],
    },
    ...(hasPath ? casesOfPath(operation, common, scalars) : []),
    ...withoutAuthorization(operation, common),
    {
      ...common,
      source: NO_SESSION,
      name: UNKNOWN_SESSION,
      steps: [ask({}, { by: '${nobody}', refused: { code: 'ID.1001' } })],
    },
  ];
}

/** The path that names one row; it has none where the inventory shows no uuid: the real system refuses each. */
function casesOfPath(
  { name }: OperationFacts,
  common: Common,
  scalars: readonly string[],
): readonly Case[] {
  const call = (uuid: string) => ({ call: name, path: 1, with: { uuid } });
  if (!scalars.includes('uuid')) {
    const refused = { code: 'SYS.1000', words: `***Inventory] not having field[uuid]` };
    const steps = [{ ...call('${nobody}'), refused }];
    return [{ ...common, name: 'a row has no address of its own', steps }];
  }
  return [
    {
      ...common,
      name: 'a row has an address of its own',
      steps: [
        {
          call: name,
          path: 0,
          with: { limit: 1 },
          take: { row: 'inventories.0' },
          lacking: 'there is no row to ask for',
        },
        { ...call('${row.uuid}'), holds: { inventories: [{ uuid: '${row.uuid}' }] } },
      ],
    },
    {
      ...common,
      name: 'a uuid that nothing has finds nothing',
      steps: [{ ...call('${nobody}'), holds: { inventories: [] } }],
    },
  ];
}

function namesOf(inventory: string, scalars: readonly string[]): readonly string[] {
  for (const name of ['uuid', 'id']) if (scalars.includes(name)) return [name];
  return NAMED_BY[inventory] ?? scalars;
}
