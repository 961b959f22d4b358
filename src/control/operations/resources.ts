import * as z from 'zod';
import { defineControl, type QueryOperation } from '../../api/define-operation.js';
import { answerToQuery } from '../../api/execute-query.js';
import { QUERIES } from '../../api/operations/zql/queries.js';
import { flag, optionalText, requiredText, textList, wholeNumber } from '../../api/params.js';
import { ApiError } from '../../core/api-error.js';
import { invalid, notFound } from '../../core/control-error.js';
import { didYouMean } from '../../core/nearest.js';
import { RestError } from '../../core/rest-error.js';
import { OPERATOR_TEXTS } from '../../query/parse-condition.js';
import { parseQuery } from '../../query/parse-query.js';
import { ADMIN } from '../../services/accounts/sessions.js';

const MOST = 1000;
const A_PAGE = 100;

export const listResourceKinds = defineControl({
  name: 'ListResourceKinds',
  method: 'GET',
  paths: ['/v1/resources'],
  summary: 'The kinds of resources that can be looked at, and what conditions on them are made of',
  params: {},
  returns: {
    inventories: z.array(
      z.object({
        kind: z.string().describe('as in GET /v1/resources/{kind}'),
        fields: z.array(z.string()).describe('of its inventories; of lists inside with a dot'),
      }),
    ),
    operators: z.array(z.string()).describe('of conditions, as in `name~=%web%`'),
  },
  run: () => ({
    inventories: QUERIES.map((query) => ({ kind: query.entity, fields: fieldsOf(query) })),
    operators: [...OPERATOR_TEXTS],
  }),
});

export const listResources = defineControl({
  name: 'ListResources',
  method: 'GET',
  paths: ['/v1/resources/{kind}'],
  summary:
    'The resources of a kind as an admin sees them, past fault rules, and without a trace in the journal',
  params: {
    kind: requiredText({ description: 'as GET /v1/resources tells them, e.g. `image`' }),
    q: textList({
      description: 'conditions as in the image API, e.g. `name~=%web%`; all must hold',
    }),
    sort: optionalText({ description: 'a field with + or - before it, e.g. `-createDate`' }),
    start: wholeNumber('int', { numberRange: [0, Number.MAX_SAFE_INTEGER] }, 0),
    limit: wholeNumber('int', { numberRange: [0, MOST] }, A_PAGE),
    total: flag(false, { description: 'whether to count all that meet the conditions' }),
  },
  returns: {
    inventories: z.array(z.looseObject({ uuid: z.string().optional() })),
    total: z.int().optional().describe('how many meet the conditions, where it was asked for'),
  },
  async run({ world }, { kind, q, sort, start, limit, total }) {
    const operation = kindNamed(kind);
    const search = new URLSearchParams(
      (q ?? []).map((condition): [string, string] => ['q', condition]),
    );
    if (sort !== null) search.set('sort', sort);
    search.set('start', String(start));
    search.set('limit', String(limit));
    search.set('replyWithCount', String(total));
    try {
      return await world.queries.inTime(() =>
        answerToQuery(world, operation, parseQuery(search), ADMIN),
      );
    } catch (error) {
      throw inPlainWords(error);
    }
  },
});

function kindNamed(kind: string): QueryOperation {
  const wanted = kind.toLowerCase();
  const found = QUERIES.find(({ entity }) => entity.toLowerCase() === wanted);
  if (found) return found;
  const names = QUERIES.map(({ entity }) => entity);
  throw notFound(
    `there is no kind of resources '${kind}'${didYouMean(kind, names)}; GET /emulator/v1/resources lists those that there are`,
  );
}

/** What the image API says of a query that cannot be answered, without where in the real system's code it would be. */
function inPlainWords(error: unknown): unknown {
  if (error instanceof RestError) return invalid(error.message);
  if (!(error instanceof ApiError)) return error;
  return invalid(
    error.errorCode.details.replaceAll(/(?:org|java)\.[\w.]+(?:Exception|Error): /g, ''),
  );
}

/** The fields of a kind's inventories, and of those inside them. */
function fieldsOf({ returns }: QueryOperation): string[] {
  return Object.entries(shapeOf(returns['inventories'])).flatMap(([name, field]) => [
    name,
    ...Object.keys(shapeOf(field)).map((inner) => `${name}.${inner}`),
  ]);
}

/** The fields of a list's elements, of all forms that they may have; of anything else none. */
function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  const list = schema instanceof z.ZodNullable ? schema.unwrap() : schema;
  if (!(list instanceof z.ZodArray)) return {};
  const { element } = list;
  const forms: readonly unknown[] = element instanceof z.ZodUnion ? element.options : [element];
  const shapes = forms.map((form) => (form instanceof z.ZodObject ? form.shape : {}));
  return Object.assign({}, ...shapes) as Readonly<Record<string, unknown>>;
}
