import * as z from 'zod';

/** What is checked of a parameter, in the terms of the real system's `@APIParam`. */
export interface ParamRules {
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly validValues?: readonly string[];
  /** What the whole text must match. */
  readonly regex?: string;
  /** Least and largest number. */
  readonly numberRange?: readonly [number, number];
  /** What its least and largest number are of, as texts name it. */
  readonly numberRangeUnit?: readonly [string, string];
  /** False: the empty text is refused (of a list: as an element). */
  readonly emptyString?: boolean;
  /** A list that is given must not be empty. */
  readonly nonempty?: boolean;
  /** The value names existing resources of this type. */
  readonly resourceType?: ResourceType;
  /** A well-formed uuid that names nothing is fine: the call then has nothing to do. */
  readonly mayBeMissing?: boolean;
  /** The caller must have access to the named resource. */
  readonly checkAccount?: boolean;
  /** Whoever calls may name it, whosever it is. */
  readonly noOwnerCheck?: boolean;
  readonly description?: string;
}

/** What a parameter can name, in the real system's words. */
export type ResourceType =
  | 'AccessKey'
  | 'Account'
  | 'BackupStorage'
  | 'CephBackupStorage'
  | 'CephBackupStorageMon'
  | 'CephPrimaryStorage'
  | 'CephPrimaryStorageMon'
  | 'CephPrimaryStoragePool'
  | 'Cluster'
  | 'DiskOffering'
  | 'Eip'
  | 'GarbageCollector'
  | 'Host'
  | 'Image'
  | 'ImageGroup'
  | 'ImageReplicationGroup'
  | 'InstanceOffering'
  | 'IpRange'
  | 'L2Network'
  | 'L3Network'
  | 'LongJob'
  | 'Policy'
  | 'PrimaryStorage'
  | 'ReservedIpRange'
  | 'Resource'
  | 'SecurityGroup'
  | 'SecurityGroupRule'
  | 'Session'
  | 'ImageStoreBackupStorage'
  | 'SftpBackupStorage'
  | 'SystemTag'
  | 'SshKeyPair'
  | 'TagPattern'
  | 'VmCdRom'
  | 'UsedIp'
  | 'User'
  | 'UserGroup'
  | 'Vip'
  | 'VmInstance'
  | 'VmNic'
  | 'Volume'
  | 'VolumeBackup'
  | 'ImagePackage'
  | 'VolumeSnapshot'
  | 'VolumeSnapshotGroup'
  | 'Webhook'
  | 'Zone';

/** Lists of objects, by the class of what they hold. */
export type ObjectListType =
  | 'List<DiskAO>'
  | 'List<PolicyStatement>'
  | 'List<SecurityGroupRuleAO>'
  | 'List<SecurityGroupRulePriorityAO>'
  | 'List<VmNicSecurityGroupRefAO>';

/** The declared types, by their names in the real system; `virtio` is the published page's list or flag. */
export type ParamType =
  | 'String'
  | 'boolean'
  | 'Boolean'
  | 'int'
  | 'Integer'
  | 'long'
  | 'Long'
  | 'List<String>'
  | 'List<Long>'
  | ObjectListType
  | 'Object'
  | 'Map<String, String>'
  | 'Map<String, List<String>>'
  | 'virtio'
  /** Of the emulator's own API: a text such as `1h30m`, or ms. Its value is ms. */
  | 'Duration'
  /** Of the emulator's own API: a point of a world's history, a text or a number. Its value is text. */
  | 'Point';

/**
 * One parameter of an operation: its type, its rules and its schema for the OpenAPI document, which is made when
 * it is asked for: there are 500 of them, and a start needs none.
 */
export interface Param<T> {
  readonly type: ParamType;
  readonly rules: ParamRules;
  readonly default?: T;
  /** In the release of this API it does not exist: it is never given. */
  readonly isAbsent?: true;
  readonly schema: () => z.ZodType<T>;
}

export type Params = Readonly<Record<string, Param<unknown>>>;

/** The checked values of an operation's parameters, by name. */
export type ParamValues<P extends Params> = {
  readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never;
};

const described = <S extends z.ZodType>(make: () => S, { description }: ParamRules) => {
  return (): S => (description === undefined ? make() : make().describe(description));
};

const textOf = ({ maxLength }: ParamRules) =>
  maxLength === undefined ? z.string() : z.string().max(maxLength);

/** A text that must be given. */
export function requiredText(rules: ParamRules = {}): Param<string> {
  const schema = described(() => textOf(rules), rules);
  return { type: 'String', rules: { ...rules, required: true }, schema };
}

/** A point of a world's history, as a text. */
export function requiredPoint(rules: ParamRules = {}): Param<string> {
  const schema = described(
    () => z.union([z.string(), z.int()]) as unknown as z.ZodType<string>,
    rules,
  );
  return { type: 'Point', rules: { ...rules, required: true }, schema };
}

/** The same, or nothing. */
export function optionalPoint(rules: ParamRules = {}): Param<string | null> {
  const schema = described(
    () => z.union([z.string(), z.int()]).nullable() as unknown as z.ZodType<string | null>,
    rules,
  );
  return { type: 'Point', rules, default: null, schema };
}

/** A text; `byDefault` where none is given. */
export function textOr(byDefault: string, rules: ParamRules = {}): Param<string> {
  const schema = described(() => textOf(rules).default(byDefault), rules);
  return { type: 'String', rules, default: byDefault, schema };
}

/** One of a set of numbers, or nothing. */
export function numberChoice(
  values: readonly number[],
  rules: ParamRules = {},
): Param<number | null> {
  const schema = described(() => z.literal([...values]).nullable(), rules);
  return {
    type: 'Integer',
    rules: { ...rules, validValues: values.map(String) },
    default: null,
    schema,
  };
}

/** A text that may be missing. */
export function optionalText(rules: ParamRules = {}): Param<string | null> {
  const schema = described(() => textOf(rules).nullable(), rules);
  return { type: 'String', rules, default: null, schema };
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
    schema: described(() => z.enum(values).nullable(), rules),
  };
}

/** One of a set of texts; `byDefault` where none is given. */
export function choice<const T extends readonly string[]>(
  values: T,
  byDefault: T[number],
  rules: ParamRules = {},
): Param<T[number]> {
  return {
    type: 'String',
    rules: { ...rules, validValues: values },
    default: byDefault,
    schema: described(() => z.enum(values).default(byDefault as never), rules),
  };
}

/** One of a set of texts that must be given. */
export function requiredChoice<const T extends readonly string[]>(
  values: T,
  rules: ParamRules = {},
): Param<T[number]> {
  return {
    type: 'String',
    rules: { ...rules, required: true, validValues: values },
    schema: described(() => z.enum(values), rules),
  };
}

/** One of a set of texts that is never checked before it is used: the real system looks late. */
export function deleteMode(): Param<'Permissive' | 'Enforcing'> {
  const schema = () => z.enum(['Permissive', 'Enforcing']).default('Permissive');
  return { type: 'String', rules: {}, default: 'Permissive', schema };
}

const INTEGER_TYPES = ['int', 'Integer', 'long', 'Long'] as const;

/** A whole number; the default decides whether it may be missing. */
export function wholeNumber(
  type: (typeof INTEGER_TYPES)[number],
  rules?: ParamRules,
): Param<number | null>;
export function wholeNumber(
  type: (typeof INTEGER_TYPES)[number],
  rules: ParamRules,
  byDefault: number,
): Param<number>;
export function wholeNumber(
  type: (typeof INTEGER_TYPES)[number],
  rules: ParamRules = {},
  byDefault: number | null = null,
): Param<number | null> {
  const [least, most] = rules.numberRange ?? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const schema = described(
    () => z.int().min(least).max(Math.min(most, Number.MAX_SAFE_INTEGER)).nullable(),
    rules,
  );
  return { type, rules, default: byDefault, schema };
}

/**
 * A number that must be given. Its field in the real system's message is 0 where it is not, unless it is an Integer:
 * what is said is that 0 is out of its range.
 */
export function requiredNumber(type: 'int' | 'long' | 'Integer', rules: ParamRules): Param<number> {
  const [least, most] = rules.numberRange ?? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const number = () => z.int().min(least).max(Math.min(most, Number.MAX_SAFE_INTEGER));
  const schema = described(number, rules);
  const always = { ...rules, required: true };
  return type === 'Integer'
    ? { type, rules: always, schema }
    : { type, rules: always, default: 0, schema };
}

/** True or false, which must be said. */
export function requiredFlag(rules: ParamRules = {}): Param<boolean> {
  return {
    type: 'boolean',
    rules: { ...rules, required: true },
    schema: described(() => z.boolean(), rules),
  };
}

/** True, false or nothing. */
export function optionalFlag(rules: ParamRules = {}): Param<boolean | null> {
  return {
    type: 'Boolean',
    rules,
    default: null,
    schema: described(() => z.boolean().nullable(), rules),
  };
}

export function flag(byDefault: boolean, rules: ParamRules = {}): Param<boolean> {
  const schema = described(() => z.boolean().default(byDefault), rules);
  return { type: 'boolean', rules, default: byDefault, schema: schema };
}

export function textList(rules: ParamRules = {}): Param<readonly string[] | null> {
  const list = () => (rules.nonempty ? z.array(z.string()).min(1) : z.array(z.string()));
  return {
    type: 'List<String>',
    rules,
    default: null,
    schema: described(() => list().nullable(), rules),
  };
}

/** A list that must be given. */
export function requiredList(rules: ParamRules = {}): Param<readonly string[]> {
  const { schema, ...param } = textList({ ...rules, required: true });
  return { ...param, default: [], schema: schema as () => z.ZodType<readonly string[]> };
}

export function numberList(rules: ParamRules = {}): Param<readonly number[] | null> {
  const schema = described(() => z.array(z.int()).nullable(), rules);
  return { type: 'List<Long>', rules, default: null, schema };
}

export function listMap(
  rules: ParamRules = {},
): Param<Readonly<Record<string, readonly string[]>> | null> {
  const schema = described(() => z.record(z.string(), z.array(z.string())).nullable(), rules);
  return { type: 'Map<String, List<String>>', rules, default: null, schema };
}

export function objectList(
  rules: ParamRules = {},
): Param<readonly Readonly<Record<string, unknown>>[] | null> {
  const schema = described(() => z.array(z.record(z.string(), z.unknown())).nullable(), rules);
  return { type: 'List<DiskAO>', rules, default: null, schema };
}

/** A list of objects that must be given. */
export function requiredObjects(
  rules: ParamRules = {},
  type: ObjectListType = 'List<DiskAO>',
): Param<readonly Readonly<Record<string, unknown>>[]> {
  const required = { ...rules, required: true };
  const list = () => z.array(z.record(z.string(), z.unknown()));
  const schema = described(() => (rules.nonempty ? list().min(1) : list()), required);
  return { type, rules: required, default: [], schema };
}

export function anyObject(rules: ParamRules = {}): Param<Readonly<Record<string, unknown>> | null> {
  const schema = described(() => z.record(z.string(), z.unknown()).nullable(), rules);
  return { type: 'Object', rules, default: null, schema };
}

export function textMap(rules: ParamRules = {}): Param<Readonly<Record<string, string>> | null> {
  const schema = described(() => z.record(z.string(), z.string()).nullable(), rules);
  return { type: 'Map<String, String>', rules, default: null, schema };
}

/** A span of time, or nothing: of the emulator's own API. Limits are in ms. */
export function optionalDuration(rules: ParamRules = {}): Param<number | null> {
  const schema = () =>
    z
      .union([z.string(), z.int().min(0)])
      .nullable()
      .describe(
        [rules.description, 'a duration such as 3d, 72h, 90s or 1h30m, or ms']
          .filter(Boolean)
          .join('; '),
      ) as unknown as z.ZodType<number | null>;
  return { type: 'Duration', rules, default: null, schema };
}

/** `virtio`, which the published page calls a list and the system a boolean: both are taken. */
export function virtioFlag(): Param<boolean | null> {
  const description =
    'true or false; or a list, which is true when it is not empty and holds only `true` or driver names';
  const schema = () =>
    z
      .union([z.boolean(), z.array(z.string())])
      .nullable()
      .describe(description) as z.ZodType<boolean | null>;
  return { type: 'virtio', rules: {}, default: null, schema };
}

/** Tags and identity that every creating operation takes beside its own parameters. */
export const CREATE_PARAMS = {
  resourceUuid: optionalText({ description: 'the uuid that the new resource is to have' }),
  tagUuids: textList({ resourceType: 'TagPattern', description: 'tag patterns to attach' }),
} as const;
