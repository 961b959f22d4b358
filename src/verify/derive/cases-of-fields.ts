import type { CallStep, Case } from '../cases/case.js';

type Fields = Readonly<Record<string, string>>;

/** Fields that every row has, and no answer tells in a form that a condition could take. */
const TOLD_BY_NONE = new Set([
  // The inventory is made without it.
  'IpRangeInventory.ipRangeType',
  'UserGroupInventory.lastOpDate',
  'VmNicInventory.ipVersion',
  // Texts of JSON.
  'LongJobInventory.jobData',
  'LongJobInventory.jobResult',
]);

/** Conditions that are not turned round by `!=`, and why. */
const NOT_TURNED: Readonly<Record<string, string>> = {
  'QuerySftpBackupStorage.type':
    'a condition on the type asks for the type of the query, whatever it says',
};

interface Query {
  readonly name: string;
  readonly inventory: string;
  readonly fields: Fields;
  /** What names a row of it. */
  readonly names: readonly string[];
}

/**
 * A field finds the row that it was read of, and turned round it does not; where no row has a value there, that it has
 * none finds it.
 */
export function findsItsRow(
  { name, inventory, fields, names }: Query,
  common: Pick<Case, 'operation' | 'source' | 'effect' | 'isDerived'>,
  field: string,
): Case {
  const same = names.filter((one) => one !== field).map((one) => condition(one, '=', fields));
  const ask = (q: string, isFound: boolean): CallStep => {
    const found = { $includes: identity(names) };
    return {
      call: name,
      path: 0,
      with: { q: [q, ...same] },
      holds: { inventories: isFound ? found : { $not: found } },
    };
  };
  const look = { call: name, path: 0, with: { limit: 50 } };
  const lacking = `no row has a ${field} to ask for`;
  const presence = (isThere: boolean) => [
    ask(`${field} not null`, isThere),
    ask(`${field} is null`, !isThere),
  ];
  const isTold = !TOLD_BY_NONE.has(`${inventory}.${field}`);
  return {
    ...common,
    name: `${field} finds its row`,
    repeats: 3,
    steps: isTold
      ? [
          {
            ...look,
            take: { row: `inventories?${field}` },
            otherwise: [
              { ...look, take: { row: `inventories?!${field}` }, lacking },
              ...presence(false),
            ],
          },
          ask(condition(field, '=', fields), true),
          ...(`${name}.${field}` in NOT_TURNED ? [] : [ask(condition(field, '!=', fields), false)]),
        ]
      : [{ ...look, take: { row: 'inventories.0' }, lacking }, ...presence(true)],
  };
}

const isDate = (field: string, fields: Readonly<Record<string, string>>) =>
  fields[field] === 'Timestamp';

const condition = (field: string, operator: string, fields: Readonly<Record<string, string>>) =>
  `${field}${operator}\${row.${field}${isDate(field, fields) ? ' | sql' : ''}}`;

const identity = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, `\${row.${name}}`]));
