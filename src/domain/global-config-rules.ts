import { apiError } from '../core/api-error.js';
import { parseSize } from '../core/sizes.js';
import { isMessageClass } from './message-class.js';

/** What an entry's value is, by the class of Java that the real system keeps it as. */
type ValueType = 'Long' | 'Integer' | 'Boolean' | 'Double' | 'String';

type Place = Pick<GlobalConfigEntry, 'category' | 'name'>;

type Check = (entry: Place, value: string) => void;

/** What a value must be, in the terms of the real system's validators. */
export interface Rule {
  readonly type: ValueType;
  /** After the type. Throws SYS.1007 in the real system's words. */
  readonly check: Check;
  readonly options: GlobalConfigOptions;
}

/** What clients are told of the values that an entry takes. */
export interface GlobalConfigOptions {
  readonly validValue?: readonly string[];
  readonly numberGreaterThanOrEqual?: number;
  readonly numberLessThanOrEqual?: number;
}

/** One entry of the real system's global configuration that the emulator knows. */
export interface GlobalConfigEntry {
  readonly category: string;
  readonly name: string;
  readonly defaultValue: string;
  readonly description: string;
  /** Throws SYS.1007 in the real system's words. */
  readonly validate: (value: string) => void;
  readonly options: GlobalConfigOptions;
  /** Types of resources that may have a value of their own; of each the later ones hold for it, too. */
  readonly bindsTo: readonly string[];
}

/** Limits of a number, themselves included; `within` is said in one sentence. */
interface Limits {
  readonly least?: number;
  readonly most?: number;
  readonly within?: readonly [least: number, most: number];
}

const refuse = (text: string) => apiError('SYS.1007', text);

const canonicalName = ({ category, name }: Place): string =>
  `Global config[category: ${category}, name: ${name}]`;

const RANGES = {
  Long: [-(2n ** 63n), 2n ** 63n - 1n],
  Integer: [-(2n ** 31n), 2n ** 31n - 1n],
} as const;

const DOUBLE = /^\s*[+-]?(NaN|Infinity|(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[fd]?)\s*$/i;

/** Whether Java's `valueOf` of the type takes the text; of a flag it takes any. */
function isOfType(type: ValueType, value: string): boolean {
  if (type === 'Double') return DOUBLE.test(value);
  if (type !== 'Long' && type !== 'Integer') return true;
  // So many digits are more than any of them has.
  if (!/^[+-]?\d{1,40}$/.test(value)) return false;
  const [least, most] = RANGES[type];
  const number = BigInt(value.replace('+', ''));
  return number >= least && number <= most;
}

function checkType({ category, name }: Place, type: ValueType, value: string): void {
  const entryName = `GlobalConfig[category:${category}, name:${name}]`;
  if (!isOfType(type, value)) {
    // The real system prints the message of the exception around the one that tells why: it has none.
    throw refuse(
      `${entryName} is of type java.lang.${type}, the value[${value}] cannot be converted to that type, null`,
    );
  }
  if (type === 'Boolean' && !/^(true|false)$/i.test(value)) {
    throw refuse(`${entryName}'s value[${value}] is not a valid boolean string[true, false].`);
  }
}

const checkNotEmpty: Check = (entry, value) => {
  if (value.trim() === '') throw refuse(`${canonicalName(entry)} cannot be empty string`);
};

/** The largest limit first, as the real system asks. */
const checkLimits =
  ({ least, most, within }: Limits): Check =>
  (entry, value) => {
    if (!isOfType('Long', value)) {
      throw refuse(`${value} is not a number or out of range of a Long type`);
    }
    const number = BigInt(value.replace('+', ''));
    if (most !== undefined && number > BigInt(most)) {
      throw refuse(`${canonicalName(entry)} should not greater than ${most}, but got ${number}`);
    }
    if (least !== undefined && number < BigInt(least)) {
      throw refuse(`${canonicalName(entry)} should not less than ${least}, but got ${number}`);
    }
    if (within && (number < BigInt(within[0]) || number > BigInt(within[1]))) {
      throw refuse(`${canonicalName(entry)} must in range of [${within.join(', ')}]`);
    }
  };

/** JavaScript has no number for the largest `long`: its neighbour stands for it. */
const WIDEST = {
  Long: { least: -(2 ** 63), most: 2 ** 63 },
  Integer: { least: -(2 ** 31), most: 2 ** 31 - 1 },
};

function numberRule(type: 'Long' | 'Integer', limits: Limits): Rule {
  const { within = [limits.least, limits.most] } = limits;
  const [least, most] = within;
  if (least === undefined && most === undefined) return { type, check: nothing, options: {} };
  const widest = WIDEST[type];
  return {
    type,
    check: checkLimits(limits),
    options: {
      numberGreaterThanOrEqual: least ?? widest.least,
      numberLessThanOrEqual: most ?? widest.most,
    },
  };
}

const nothing: Check = () => undefined;

export const long = (limits: Limits = {}): Rule => numberRule('Long', limits);

export const integer = (limits: Limits = {}): Rule => numberRule('Integer', limits);

/** A number that is kept as text, so that its limits alone find out that it is none. */
export const numberText = (limits: Limits): Rule => ({
  ...numberRule('Long', limits),
  type: 'String',
});

export const double: Rule = { type: 'Double', check: nothing, options: {} };

const valid = (type: ValueType, values: readonly string[]): Rule => ({
  type,
  options: { validValue: values },
  check(entry, value) {
    checkNotEmpty(entry, value);
    if (values.includes(value)) return;
    throw refuse(`${value} is not a valid value. Valid values are [${values.join(', ')}]`);
  },
});

export const oneOf = (...values: readonly string[]): Rule => valid('String', values);

export const integerOf = (...values: readonly string[]): Rule => valid('Integer', values);

/** In whatever case. */
export const trueOrFalse: Rule = { type: 'Boolean', check: nothing, options: {} };

/** In small letters. */
export const exactlyTrueOrFalse: Rule = valid('Boolean', ['true', 'false']);

const text = (check: Check): Rule => ({ type: 'String', check, options: {} });

export const anyText = text(nothing);

export const someText = text(checkNotEmpty);

export const longJobTimeout: Rule = {
  ...long(),
  check(_entry, value) {
    if (Number(value) < 10800) throw refuse('long job timeout must be larger than 10800s');
  },
};

export const sizeText = text((entry, value) => {
  checkNotEmpty(entry, value);
  if (parseSize(value) !== undefined) return;
  throw refuse(
    `${value} is not a size string; a size string consists of a number ending with suffix B/K/M/G/T or without suffix; for example, 512M, 1G`,
  );
});

/** Parts apart by `;`, as Java splits them: empty ones at the end do not count. */
const partsOf = (value: string): string[] => value.replace(/;+$/, '').split(';');

export const pathList = text((entry, value) => {
  checkNotEmpty(entry, value);
  if (partsOf(value).every((path) => path.startsWith('/'))) return;
  throw refuse(`invalid value: ${value}, path must separated by ';' and start with '/'`);
});

export const absolutePath = text((entry, value) => {
  checkNotEmpty(entry, value);
  if (value.startsWith('/')) return;
  throw refuse(`${canonicalName(entry)} must be an absolute path starting with '/'`);
});

export const filterList = text((entry, value) => {
  checkNotEmpty(entry, value);
  if (partsOf(value).every((filter) => filter === 'blacklist' || filter === 'whitelist')) return;
  throw refuse(`${value} is not in [blacklist, whitelist]`);
});

/** Names of API classes apart by commas. */
export const apiList = text((_entry, value) => {
  if (value === '') return;
  const unknown = value.split(',').find((name) => !isMessageClass(name.trim()));
  if (unknown !== undefined) throw refuse(`no API found for ${unknown.trim()}`);
});

export function entry(
  category: string,
  name: string,
  defaultValue: string,
  { type, check, options }: Rule,
  description: string,
  bindsTo: readonly string[] = [],
): GlobalConfigEntry {
  const place = { category, name };
  const validate = (value: string) => {
    checkType(place, type, value);
    check(place, value);
  };
  return { ...place, defaultValue, description, validate, options, bindsTo };
}

/** One that is kept and checked, and read by nothing here. */
export const unread = (
  category: string,
  name: string,
  defaultValue: string,
  rule: Rule,
  description: string,
  bindsTo: readonly string[] = [],
): GlobalConfigEntry =>
  entry(category, name, defaultValue, rule, `${description}; read by nothing here`, bindsTo);
