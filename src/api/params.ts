import { z } from 'zod';

/** What is checked of a parameter, in the terms of the real system's `@APIParam`. */
export interface ParamRules {
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly validValues?: readonly string[];
  /** A list that is given must not be empty. */
  readonly nonempty?: boolean;
  /** The value names existing resources of this type. */
  readonly resourceType?: 'Volume' | 'BackupStorage' | 'TagPattern';
  /** The caller must have access to the named resource. */
  readonly checkAccount?: boolean;
  readonly description?: string;
}

/** One parameter of an operation: its type, its rules and its schema for the OpenAPI document. */
export interface Param<T> {
  readonly type: 'String' | 'boolean' | 'List' | 'Map' | 'virtio';
  readonly rules: ParamRules;
  readonly default?: T;
  readonly schema: z.ZodType<T>;
}

export type Params = Readonly<Record<string, Param<unknown>>>;

/** The checked values of an operation's parameters, by name. */
export type ParamValues<P extends Params> = {
  readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never;
};

const described = <S extends z.ZodType>(schema: S, { description }: ParamRules): S =>
  description === undefined ? schema : schema.describe(description);

/** A text that must be given. */
export function requiredText(rules: ParamRules = {}): Param<string> {
  const schema = rules.maxLength === undefined ? z.string() : z.string().max(rules.maxLength);
  return { type: 'String', rules: { ...rules, required: true }, schema: described(schema, rules) };
}

/** A text that may be missing. */
export function optionalText(rules: ParamRules = {}): Param<string | null> {
  const schema = rules.maxLength === undefined ? z.string() : z.string().max(rules.maxLength);
  return { type: 'String', rules, default: null, schema: described(schema.nullable(), rules) };
}

/** One of a set of texts, or nothing. */
export function optionalChoice<const T extends readonly string[]>(
  values: T,
  rules: ParamRules = {},
): Param<T[number] | null> {
  return {
    type: 'String',
    rules: { ...rules, validValues: values },
    default: null,
    schema: described(z.enum(values).nullable(), rules),
  };
}

export function flag(byDefault: boolean, rules: ParamRules = {}): Param<boolean> {
  const schema = described(z.boolean().default(byDefault), rules);
  return { type: 'boolean', rules, default: byDefault, schema: schema };
}

export function textList(rules: ParamRules = {}): Param<readonly string[] | null> {
  const schema = rules.nonempty ? z.array(z.string()).min(1) : z.array(z.string());
  return { type: 'List', rules, default: null, schema: described(schema.nullable(), rules) };
}

export function textMap(rules: ParamRules = {}): Param<Readonly<Record<string, string>> | null> {
  const schema = described(z.record(z.string(), z.string()).nullable(), rules);
  return { type: 'Map', rules, default: null, schema };
}

/** `virtio`, which the published page calls a list and the system a boolean: both are taken. */
export function virtioFlag(): Param<boolean | null> {
  const description =
    'true or false; or a list, which is true when it is not empty and holds only `true` or driver names';
  const schema = z
    .union([z.boolean(), z.array(z.string())])
    .nullable()
    .describe(description);
  return { type: 'virtio', rules: {}, default: null, schema: schema as z.ZodType<boolean | null> };
}

/** Tags and identity that every creating operation takes beside its own parameters. */
export const CREATE_PARAMS = {
  resourceUuid: optionalText({ description: 'the uuid that the new resource is to have' }),
  tagUuids: textList({ resourceType: 'TagPattern', description: 'tags to attach' }),
} as const;
