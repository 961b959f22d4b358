import { apiError } from '../../core/api-error.js';
import type { FieldComparison, Operator } from '../../query/query.js';
import type { EntityField } from './entities.js';

/** A field of a row, in SQL. */
export const expressionOf = ({ column }: EntityField, alias: string) =>
  typeof column === 'string' ? `${alias}."${column}"` : column(alias);

/** Texts compare as in the real database: without regard to case. Uuids are kept in lower case. */
export const collated = ({ kind }: EntityField, expression: string) =>
  kind === 'text' ? `${expression} collate nocase` : expression;

export const SQL_OF: Readonly<
  Record<Exclude<Operator, 'isNull' | 'notNull' | 'has' | 'notHas'>, string>
> = {
  equal: '= ?',
  notEqual: '!= ?',
  greaterOrEqual: '>= ?',
  lessOrEqual: '<= ?',
  greater: '> ?',
  less: '< ?',
  like: "like ? escape '\\'",
  notLike: "not like ? escape '\\'",
  in: 'in (select value from json_each(?))',
  notIn: 'not in (select value from json_each(?))',
};
/** A field as it is compared with others: dates by whole seconds. */
export const comparable = (field: EntityField, alias: string) =>
  field.kind === 'date'
    ? `${expressionOf(field, alias)} / 1000`
    : collated(field, expressionOf(field, alias));

/** Signs between two fields. */
export const SIGN_OF = {
  equal: '=',
  notEqual: '<>',
  greater: '>',
  greaterOrEqual: '>=',
  less: '<',
  lessOrEqual: '<=',
} as const satisfies Record<FieldComparison['operator'], string>;

/** A negative condition on tags means: there is no tag of which the positive one holds. */
export const POSITIVE_OF: Partial<Record<Operator, Operator>> = {
  notEqual: 'equal',
  notLike: 'like',
  notIn: 'in',
  notHas: 'in',
};
/**
 * What is compared with a flag stands in the statement as it is: it must be a flag or a number there.
 * @throws SYS.1000 in the words of the real database's driver
 */
export function checkFlag(text: string): void {
  if (/^\s*(?:true|false|[+-]?\d+(?:\.\d*)?)\s*$/i.test(text)) return;
  throw apiError(
    'SYS.1000',
    'javax.persistence.PersistenceException: org.hibernate.exception.SQLGrammarException: could not extract ResultSet',
  );
}
export const isNegative = (operator: Operator) => operator in POSITIVE_OF;

/** A text of a query as the database compares it with a field's values. */
export function typedValue({ kind }: EntityField, text: string): string | number {
  switch (kind) {
    case 'uuid':
      return text.toLowerCase();
    case 'boolean':
      return /^\s*true\s*$/i.test(text) ? 1 : numberOf(text);
    case 'number':
      return numberOf(text);
    case 'text':
    case 'date':
      return text;
  }
}

/** As the real database reads a text where it needs a number: what it begins with, or 0. */
function numberOf(text: string): number {
  const [number] = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/i.exec(text) ?? [];
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, Number(number ?? 0)));
}

/**
 * A pattern's last backslash has nothing to escape: it stands for itself. SQLite reads a pattern to its first null
 * character: what stands in its place is in no text.
 */
export function patternOf(text: string): string {
  const whole = text.replaceAll('\0', '\u{10ffff}');
  let backslashes = 0;
  while (whole.at(-1 - backslashes) === '\\') backslashes++;
  return backslashes % 2 === 1 ? `${whole}\\` : whole;
}
