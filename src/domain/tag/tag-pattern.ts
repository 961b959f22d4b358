/** `simple`: the value is the tag. `withToken`: the value has `{tokens}` that are filled in when it is attached. */
export const TAG_PATTERN_TYPES = ['simple', 'withToken'] as const;
export type TagPatternType = (typeof TAG_PATTERN_TYPES)[number];

/** A tag that an account has made once, to be attached to many resources. Its uuid is a `tagUuid`. */
export interface TagPattern {
  readonly uuid: string;
  readonly name: string;
  /** The text of the tag, e.g. `production`, or its format, e.g. `os::{name}::{version}`. */
  readonly value: string;
  readonly description: string | null;
  /** e.g. `#FF00FF`. */
  readonly color: string | null;
  readonly type: TagPatternType;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface TagPatternRepository {
  insert(pattern: TagPattern): void;
  find(uuid: string): TagPattern | undefined;
  update(
    pattern: TagPattern,
    change: Partial<Pick<TagPattern, 'name' | 'value' | 'description' | 'color'>>,
    now: number,
  ): void;
  /** Removes the pattern and every tag that was made of it. */
  remove(uuid: string): void;
  /** Patterns of this name, in any case, that the account owns. */
  listByName(accountUuid: string, name: string): TagPattern[];
}

/** Name and tokens, or tokens alone, apart by `::`. */
const FORMAT = /^([^{}:]+::)?\{[^{}:]+\}(::\{[^{}:]+\})*$/;
const COLOR = /^#[0-9a-f]{6}$/i;

export const isTokenFormat = (value: string) => FORMAT.test(value);

export const isColor = (color: string) => COLOR.test(color);

/** The names of the tokens of a format, in their order. */
export const tokensOf = (format: string): string[] =>
  format
    .split('::')
    .filter((part) => part.startsWith('{'))
    .map((part) => part.slice(1, -1));

/** Whether two formats differ in nothing but the names of their tokens. */
export const haveSameShape = (one: string, other: string) => shapeOf(one) === shapeOf(other);

const shapeOf = (format: string) => format.replace(/\{(.+?)\}/g, '{}');

/** The text of a tag that is made of a pattern: tokens that no value is given for stay as they are. */
export const textOf = (
  { value }: Pick<TagPattern, 'value'>,
  tokens: Readonly<Record<string, string>>,
): string =>
  value.replace(/\{(.+?)\}/g, (token, name: string) =>
    Object.hasOwn(tokens, name) ? (tokens[name] ?? token) : token,
  );

/**
 * Values of the tokens with which a pattern makes this text; undefined where there are none. A text does not
 * tell where one value ends if there is `::` in it: the last token takes what is left then.
 */
export function tokensIn(
  pattern: Pick<TagPattern, 'value' | 'type'>,
  text: string,
): Record<string, string> | undefined {
  const tokens: Record<string, string> = {};
  if (pattern.type === 'withToken') {
    const parts = pattern.value.split('::');
    const values = text.split('::');
    const rest = values.splice(parts.length - 1).join('::');
    for (const [i, part] of parts.entries()) {
      if (part.startsWith('{')) tokens[part.slice(1, -1)] = values[i] ?? rest;
    }
  }
  return textOf(pattern, tokens) === text ? tokens : undefined;
}
