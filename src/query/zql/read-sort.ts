import type { Fields, Sign, Sort, SortExpression } from '../query.js';
import type { OrderByContext, TermContext } from './generated/zql-parser.js';
import { targetOf } from './read-target.js';
import { notHql, refusedByDatabase } from './query-error.js';

type Part = Sign | { readonly field: string };

/** What `order by` sorts by, the first first. */
export function sortsOf(tree: OrderByContext | null): Sort[] {
  return (tree?.order() ?? []).map((order) => {
    const isDescending = order.ORDER_BY_VALUE().getText() === 'desc';
    const direction = isDescending ? ('descending' as const) : ('ascending' as const);
    const term = order.term();
    const name = term.ID();
    // An entity alone is a name, too: the first form that fits is taken.
    if (name && !term.target()) return { field: name.getText(), direction };
    return { field: '', direction, expression: expressionOf(term) };
  });
}

function expressionOf(term: TermContext): SortExpression {
  const target = term.target();
  if (target)
    return { kind: 'field', of: fieldOf(targetOf(target)), function: term.ID()?.getText() };
  const parts: Part[] = [];
  addParts(term, parts);
  return { kind: 'signs', parts };
}

function fieldOf(of: Fields): Fields {
  // `f(image)` sorts by the field `null` of images there, and by nothing that is one.
  return of.fields.length > 0 ? of : { ...of, fields: ['null'] };
}

/** The parts of an expression as they are written: which sign goes first is for the database to know. */
function addParts(term: TermContext, parts: Part[]): void {
  const name = term.ID();
  const target = term.target();
  if (target) throw notHql(`Invalid path: '${target.getText()}'`);
  if (name) {
    parts.push({ field: name.getText() });
    return;
  }
  const [left, right] = term.term();
  const sign = term.arithmetic()?.getText();
  if (left && right && sign !== undefined) {
    addParts(left, parts);
    // The second sign of `--` is that of what follows.
    for (const each of sign) parts.push(each as Sign);
    addParts(right, parts);
    return;
  }
  if (!left || right) throw refusedByDatabase('GenericJDBCException');
  parts.push('(');
  addParts(left, parts);
  parts.push(')');
}
