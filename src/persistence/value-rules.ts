import { getTableColumns, getTableName, is, type Column } from 'drizzle-orm';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { ApiError } from '../core/api-error.js';
import { LAST_DATE } from '../core/clock.js';
import { MOST_FAULT_RULES, oddityOf } from '../domain/fault/fault-rule-limits.js';
import { findGlobalConfig } from '../domain/global-config.js';
import type { Database } from './database.js';
import * as schema from './schema/index.js';

/*
 * What the API holds to rules when it is written is held to them, too, when it comes in with a file. Types of
 * columns, what is unique, what refers to what and what is checked of a row is in the schema, which is ours to
 * the letter; the rest is here.
 */

/** A row that breaks a rule. */
export interface Broken {
  readonly table: string;
  readonly row: number;
  readonly rule: string;
}

/** Characters that a text may have: no body of a request is larger, and what the real system limits has less. */
const LONGEST_TEXT = 2 ** 20;
const LONGEST: Readonly<Record<string, number>> = { name: 255, description: 2048, key: 255 };
const DATE = /(^|_)(date|time)$/;
const UUID = /(^|_)uuid$/;
const LONGEST_UUID = 32;

/** Statements that each find a row of a table that breaks a rule, if there is one: with table, row and rule. */
export const VALUE_STATEMENTS: readonly string[] = Object.values(schema).flatMap((table) =>
  is(table, SQLiteTable) ? statementOf(table) : [],
);

function statementOf(table: SQLiteTable): string[] {
  const name = getTableName(table);
  const rules = Object.values(getTableColumns(table)).map((column) => ruleOf(column));
  const cases = rules.map(({ broken, rule }) => `when ${broken} then '${rule}'`);
  const broken = rules.map((rule) => rule.broken).join(' or ');
  return [
    `select '${name}' as "table", rowid as "row", case ${cases.join(' ')} end as "rule" from "${name}" where ${broken} limit 1`,
  ];
}

/** SQL that holds where a column's value breaks its rule (never of null), and the rule in words. */
function ruleOf({ name, dataType, enumValues }: Column): { broken: string; rule: string } {
  const column = `"${name}"`;
  if (dataType === 'boolean') {
    return { broken: `${column} not in (0, 1)`, rule: `${name} is 0 or 1` };
  }
  if (dataType === 'number') {
    if (DATE.test(name)) {
      return {
        broken: `${column} not between -${LAST_DATE} and ${LAST_DATE}`,
        rule: `${name} is a date in ms since 1970`,
      };
    }
    return { broken: `${column} < 0`, rule: `${name} is not less than 0` };
  }
  if (enumValues && enumValues.length > 0) {
    const values = enumValues.map((value) => `''${value}''`).join(', ');
    return {
      broken: `${column} not in (${values.replaceAll("''", "'")})`,
      rule: `${name} is one of ${enumValues.join(', ')}`,
    };
  }
  const longest = UUID.test(name) ? LONGEST_UUID : (LONGEST[name] ?? LONGEST_TEXT);
  return {
    broken: `length(${column}) > ${longest}`,
    rule: `${name} has at most ${longest} characters`,
  };
}

/** In one sentence, what a row that one of these statements found breaks. */
export const sentenceOf = ({ table, row, rule }: Broken) =>
  `row ${row} of its table '${table}' breaks a rule: ${rule}`;

/** In one sentence, which of the few rows whose values follow rules of the field breaks one: settings and fault rules. */
export function brokenSetting(database: Database): string | undefined {
  for (const table of ['global_config', 'resource_configs']) {
    const rows = database
      .prepare(`select rowid as "row", category, name, value from "${table}"`)
      .all() as { row: number; category: string; name: string; value: string }[];
    for (const { row, category, name, value } of rows) {
      const rule = refusalOf(category, name, value);
      if (rule !== undefined) return sentenceOf({ table, row, rule });
    }
  }
  const rules = database
    .prepare(`select rowid as "row", * from faults limit ${MOST_FAULT_RULES + 1}`)
    .all() as ({ row: number } & Record<string, unknown>)[];
  for (const [i, rule] of rules.entries()) {
    const odd = i === MOST_FAULT_RULES ? `there are at most ${i} of them` : oddityOf(rule);
    if (odd !== undefined) return sentenceOf({ table: 'faults', row: rule.row, rule: odd });
  }
  return undefined;
}

function refusalOf(category: string, name: string, value: string): string | undefined {
  const entry = findGlobalConfig(category, name);
  // What an older emulator knew, nobody reads.
  if (!entry) return undefined;
  try {
    entry.validate(value);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.errorCode.details;
  }
}
