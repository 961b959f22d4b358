import * as z from 'zod';
import { parseTime } from '../../core/clock.js';
import { parseSize } from '../../core/sizes.js';
import { withNumber } from '../patterns.js';
import { Choice, NumberRange, TimeRange } from '../values.js';

/** A value, or `{choice: [...]}`: one of several for each resource. */
export const choosable = <S extends z.ZodType>(schema: S) => z.union([schema, choiceOf(schema)]);

const choiceOf = <S extends z.ZodType>(schema: S) =>
  z
    .strictObject({ choice: z.array(schema).min(1).max(10_000) })
    .describe('one of these, drawn from the chance of the environment')
    .transform(({ choice }) => new Choice<z.output<S>>(choice));

const UNITS = [2 ** 40, 2 ** 30, 2 ** 20, 2 ** 10, 1];

/** So that a range of whole gigabytes gives whole gigabytes. */
const stepOf = (from: number, to: number) =>
  UNITS.find((unit) => from % unit === 0 && to % unit === 0) ?? 1;

const backwards = 'expected the smaller end of the range first';

/** A number, a choice of some, or `{range: [from, to]}`. */
const rangeOf = (schema: z.ZodType<number>, step: (from: number, to: number) => number) =>
  z
    .strictObject({ range: z.tuple([schema, schema]) })
    .describe('a number between these, both included, drawn from the chance of the environment')
    .transform(({ range: [from, to] }, context) => {
      if (from <= to) return new NumberRange(from, to, step(from, to));
      context.addIssue(backwards);
      return z.NEVER;
    });

export const bytes = z
  .union([z.int().nonnegative(), z.string()], 'expected bytes, or a size such as 512M, 40G or 2T')
  .transform((value, context) => {
    const parsed = typeof value === 'number' ? value : parseSize(value);
    if (parsed !== undefined) return parsed;
    context.addIssue('expected bytes, or a size such as 512M, 40G or 2T');
    return z.NEVER;
  })
  .meta({ id: 'bytes', description: 'bytes, or a size such as 40G' });

/** Bytes; a range of them goes in the largest unit of which both ends are whole. */
export const size = z.union([bytes, choiceOf(bytes), rangeOf(bytes, stepOf)]).meta({ id: 'size' });

export const int = (least: number, most: number) => {
  const whole = z.int().min(least).max(most);
  return z.union([whole, choiceOf(whole), rangeOf(whole, () => 1)]);
};

const EXPECTED_TIME =
  'expected a time such as 2026-01-31T12:00:00Z, or one relative to the clock such as -3d or -90m';

/** A time without choices. */
export const plainTime = z
  .union([z.int().nonnegative(), z.string()], EXPECTED_TIME)
  .refine(
    (value) => typeof value === 'number' || parseTime(withNumber(value, 1), 0) !== undefined,
    {
      error: EXPECTED_TIME,
    },
  )
  .meta({
    id: 'moment',
    description: 'ISO 8601, or relative to the clock of the environment: -3d, -90m, +1h',
  });

/** A time, kept as it stands: what is relative is counted from the clock when the seed is applied. */
export const time = z
  .union([
    plainTime,
    choiceOf(plainTime),
    z
      .strictObject({ range: z.tuple([plainTime, plainTime]) })
      .transform(({ range: [from, to] }) => new TimeRange(from, to)),
  ])
  .meta({ id: 'time' });

export const name = z.string().min(1).max(255);
export const reference = name.meta({
  id: 'reference',
  description: 'the name of a resource of this seed (or its `key`)',
});
/** A reference that may also be the uuid of something that is not there any more. */
export const looseReference = name.describe('the name of a resource of this seed, or a uuid');

const HEX = /^[0-9a-f]{32}$/;
const EXPECTED_UUID = 'expected 32 hexadecimal digits in lower case, as a text (in quotes)';
export const isUuid = (text: string): boolean => HEX.test(text);
export const plainUuid = z.string(EXPECTED_UUID).regex(HEX, EXPECTED_UUID);
/** A uuid; of something counted with its number: `1a0000000000400080000000{n:08}`. */
export const uuid = z
  .string(EXPECTED_UUID)
  .refine((text) => HEX.test(withNumber(text, 1)), { error: EXPECTED_UUID })
  .meta({ id: 'uuid' });

/** How many of something there are, and what makes them differ. */
export const counted = {
  count: z
    .int()
    .min(0)
    .max(100_000_000)
    .optional()
    .describe('so many of it: {n} in any text is the number of each, {n:04} with zeros before it'),
  from: z.int().nonnegative().optional().describe('the first number of a count; default: 1'),
  override: z
    .boolean()
    .optional()
    .describe('true: changes the fields of the resource of this name that stands before'),
};

/** What every resource with a name has. */
export const resource = {
  name,
  key: name
    .optional()
    .describe('what the seed calls it where its name is not its own; default: the name'),
  uuid: uuid.optional().describe('default: derived from the environment, the kind and the name'),
  description: choosable(z.string().max(2048).nullable()).default(null),
  createDate: time.optional().describe('default: when the seed is applied'),
  lastOpDate: time.optional().describe('default: the createDate; of what is deleted: now'),
  ...counted,
};

const texts = z.array(choosable(z.string().min(1).max(2048))).meta({ id: 'tags' });

const patternReference = name.describe('the name of a tag pattern of this seed, or its uuid');

/** The tag of a pattern, as a resource has it. */
const attached = z
  .union([
    patternReference.transform((pattern) => ({ pattern, tokens: {} })),
    z.strictObject({
      pattern: choosable(patternReference),
      tokens: z
        .record(z.string(), choosable(z.string()))
        .default({})
        .describe('a value for each token of the format'),
    }),
  ])
  .meta({ id: 'attached' });

const attachedTags = z.array(choosable(attached)).meta({
  id: 'attachedTags',
  description: 'tags of the tag patterns of this seed',
});

export const tags = {
  systemTags: texts.default([]),
  userTags: texts.default([]),
  tags: attachedTags.default([]),
};

/** What belongs to an account. */
export const owned = {
  account: choosable(reference).default('admin').describe('the account that owns it'),
  sharedWith: z
    .union([z.literal('everybody'), z.array(choosable(reference))])
    .default([])
    .describe('accounts that may use it too, or everybody'),
};

/** Values of the configuration by their names, such as `image/deletionPolicy`. */
export const configuration = z
  .record(
    z.string().regex(/^[^/]+\/.+$/, 'expected category/name, such as image/deletionPolicy'),
    z.union([z.string(), z.number(), z.boolean()]).transform(String),
  )
  .default({});

const EXPECTED_PROGRESS = 'expected a percentage such as 40%, or none';

/** How far something is that is on its way. */
export const progress = z
  .union(
    [
      z.literal('none'),
      z.int().min(0).max(99),
      z.string().regex(/^\d{1,2}%$/, EXPECTED_PROGRESS),
      choiceOf(z.int().min(0).max(99)),
      rangeOf(z.int().min(0).max(99), () => 1),
    ],
    EXPECTED_PROGRESS,
  )
  .transform((value) =>
    typeof value === 'string' && value !== 'none' ? Number(value.slice(0, -1)) : value,
  )
  .meta({
    id: 'progress',
    description: 'how far it is on its way, such as 40%; none: nothing works on it, it stays so',
  });
