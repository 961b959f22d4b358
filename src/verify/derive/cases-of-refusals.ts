import type { Book, Case, Refusal } from '../cases/case.js';
import type { OperationFacts, ParamFacts } from '../facts/facts.js';
import { orderOfChecks } from '../facts/order-of-checks.js';
import { NO_SESSION, UNKNOWN_SESSION, withoutAuthorization } from './sessions.js';

/** The real system names this class instead of the message's own. */
const MESSAGE = 'org.zstack.header.message.ApiMessageParamValidator';
const LIMITS = { code: 'ApiMessageParamValidator#validate', facts: 'wider-operations.json' };
const TYPES = { code: 'RestServer.TypeVerifier', facts: 'wider-operations.json' };
const EXISTENCE = { code: 'APIMessage#validate', facts: 'wider-operations.json' };

const NUMBERS = new Set(['int', 'long', 'Integer', 'Long']);
const PRIMITIVES = new Set(['int', 'long', 'boolean']);
const isList = ({ type }: ParamFacts) => type.startsWith('List<');

/** One wrong value of one parameter. */
interface Wrong {
  readonly name: string;
  readonly value: unknown;
  readonly refused?: Refusal;
  readonly source: Case['source'];
  /** It is refused before any parameter is looked at for its meaning. */
  readonly isFirst?: true;
}

const invalid = (words: string): Refusal => ({ code: 'SYS.1007', words });

function* wrongValues(name: string, param: ParamFacts, hasBody: boolean): Generator<Wrong> {
  const { type, maxLength, validValues, range } = param;
  const isBoolean = type === 'boolean' || type === 'Boolean';
  if (param.required && !PRIMITIVES.has(type)) {
    yield {
      name: `${name} must be given`,
      value: undefined,
      refused: invalid(`field[${name}] of message[${MESSAGE}] is mandatory, can not be null`),
      source: LIMITS,
    };
  }
  if (isBoolean && hasBody && !param.inherited) {
    yield {
      name: `${name} must be true or false`,
      value: 'maybe',
      refused: {
        status: 400,
        body: `Invalid value for boolean field [${name}], [maybe] is not a valid boolean string[true, false].`,
      },
      source: TYPES,
      isFirst: true,
    };
  }
  if (NUMBERS.has(type) && !hasBody) {
    yield {
      name: `${name} must be a number`,
      value: 'many',
      refused: { status: 500, body: 'For input string: "many"' },
      source: TYPES,
      isFirst: true,
    };
  }
  if (NUMBERS.has(type) && hasBody && !param.inherited) {
    yield {
      name: `${name} must be a whole number`,
      value: 1.5,
      refused: { status: 400, body: `[${name}] field is excepted an int or long, but was [1.5].` },
      source: TYPES,
      isFirst: true,
    };
  }
  if (type === 'String' && maxLength !== undefined) {
    yield {
      name: `${name} has ${maxLength} characters at most`,
      value: `\${text ${maxLength + 1}}`,
      refused: invalid(
        `field[${name}] of message[${MESSAGE}] exceeds max length of string. expected was <= ${maxLength}, actual was ${maxLength + 1}`,
      ),
      source: LIMITS,
    };
  }
  if (validValues) {
    const odd = NUMBERS.has(type) ? 999 : 'no-such-thing';
    yield {
      name: `${name} is one of what it may be`,
      value: isList(param) ? [odd] : odd,
      refused: invalid(
        `valid value for field[${name}] of message[${MESSAGE}] are [${validValues.join(', ')}], but ${odd} found`,
      ),
      source: LIMITS,
    };
  }
  if (param.nonempty && isList(param) && hasBody) {
    yield {
      name: `${name} is not empty`,
      value: [],
      refused: invalid(`field[${name}] must be a nonempty list`),
      source: LIMITS,
    };
  }
  if (param.emptyString === false && hasBody) {
    const words = isList(param) ? 'contain any empty string' : 'be an empty string';
    yield {
      name: `${name} is no empty text`,
      value: isList(param) ? [''] : '',
      refused: invalid(`field[${name}] cannot ${words}`),
      source: LIMITS,
    };
  }
  if (range && NUMBERS.has(type)) {
    const [low, high] = range.units?.map((unit) => ` ${unit}`) ?? ['', ''];
    const refused = invalid(
      `field[${name}] must be in range of [${range.least}${low}, ${range.largest}${high}]`,
    );
    yield {
      name: `${name} is ${range.least} at least`,
      value: range.least - 1,
      refused,
      source: LIMITS,
    };
    if (range.most !== undefined) {
      yield {
        name: `${name} is ${range.most} at most`,
        value: range.most + 1,
        refused,
        source: LIMITS,
      };
    }
  }
  if (param.resourceType !== undefined) yield unknownUuid(name, param);
}

function unknownUuid(name: string, param: ParamFacts): Wrong {
  const value = isList(param) ? ['${nobody}'] : '${nobody}';
  // Of a list each must be there, whatever the message says.
  if (param.mayBeMissing && !isList(param)) {
    return { name: `${name} may be gone already`, value, source: EXISTENCE };
  }
  const what = isList(param) ? 'uuids:[${nobody}]' : 'uuid:${nobody}';
  return {
    name: `${name} must be there`,
    value,
    refused: {
      code: 'SYS.1003',
      words: `invalid field[${name}], resource[${what}, type:${param.resourceType}VO] not found`,
    },
    source: EXISTENCE,
  };
}

/** What follows from the rules of an operation's parameters. */
export function casesOfRefusals(operation: OperationFacts, book: Book): Case[] {
  const { name, method, params } = operation;
  const hasBody = method === 'POST' || method === 'PUT';
  const common = {
    operation: name,
    source: LIMITS,
    effect: method === 'GET' ? 'reads' : 'refused',
    isDerived: true,
  } as const;
  const inPath = new Set(
    [...(operation.paths[0] ?? '').matchAll(/\{(\w+)\}/g)].map(([, place]) => String(place)),
  );
  const cases: Case[] = withoutAuthorization(operation, common);
  const order = orderOfChecks(Object.keys(params));
  for (const [param, facts] of Object.entries(params)) {
    for (const wrong of wrongValues(param, facts, hasBody)) {
      if (
        inPath.has(param) &&
        (wrong.value === undefined || wrong.value === '' || facts.type !== 'String')
      )
        continue;
      const before = wrong.isFirst ? [] : order.slice(0, order.indexOf(param));
      const rest = othersOf(operation, book, param, before, inPath);
      if (!rest) continue;
      cases.push({
        ...common,
        // What is not refused may change what it names: never others' things.
        ...(rest.shares ? { shares: rest.shares, effect: 'makes' as const } : {}),
        name: wrong.name,
        source: wrong.source,
        steps: [
          {
            call: name,
            with: { ...rest.given, ...(wrong.value === undefined ? {} : { [param]: wrong.value }) },
            ...(wrong.refused ? { refused: wrong.refused } : {}),
          },
        ],
      });
    }
  }
  const all = othersOf(operation, book, '', order, inPath);
  if (operation.auth && all && !all.shares) {
    cases.push({
      ...common,
      source: NO_SESSION,
      name: UNKNOWN_SESSION,
      steps: [{ call: name, with: all.given, by: '${nobody}', refused: { code: 'ID.1001' } }],
    });
  }
  return cases;
}

/**
 * Values for everything else that a call needs: of what is checked before, what is there, else what is not.
 * Undefined where there is no value to give.
 */
export function othersOf(
  { params }: OperationFacts,
  book: Book,
  wrong: string,
  before: readonly string[],
  inPath: ReadonlySet<string>,
) {
  const given: Record<string, unknown> = {};
  const shares: Record<string, string> = {};
  const needed = Object.entries(params).filter(
    ([name, { required }]) => name !== wrong && (required || inPath.has(name)),
  );
  for (const [name, param] of needed) {
    if (param.resourceType !== undefined) {
      if (!before.includes(name)) given[name] = isList(param) ? ['${nobody}'] : '${nobody}';
      else {
        const [, kind] =
          Object.entries(book.kinds).find(([, { type }]) => type === param.resourceType) ?? [];
        if (kind?.thing === undefined) return undefined;
        shares[kind.thing] = kind.thing;
        const reference = `\${${kind.thing}.${kind.by ?? 'uuid'}}`;
        given[name] = isList(param) ? [reference] : reference;
      }
    } else {
      const value = plainValue(param);
      if (value === undefined) return undefined;
      given[name] = value;
    }
  }
  return { given, ...(Object.keys(shares).length > 0 ? { shares } : {}) };
}

function plainValue({ type, validValues, range }: ParamFacts): unknown {
  const [first] = validValues ?? [];
  if (type === 'String') return first ?? '${own}';
  if (type === 'List<String>') return [first ?? '${own}'];
  if (NUMBERS.has(type)) return first === undefined ? (range?.least ?? 1) : Number(first);
  if (type === 'boolean' || type === 'Boolean') return true;
  return undefined;
}
