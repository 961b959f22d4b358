import { apiError } from '../core/api-error.js';
import { parseSize } from '../core/sizes.js';

/** What a value must be, in the terms of the real system's validators. */
export interface Rule {
  /** Throws SYS.1007 in the real system's words. */
  readonly validate: (entry: GlobalConfigEntry, value: string) => void;
  readonly options: GlobalConfigOptions;
}

/** What clients are told of the values that an entry takes. */
export interface GlobalConfigOptions {
  readonly validValue?: readonly string[];
  /** The least number, itself included. */
  readonly numberGreaterThan?: number;
  /** The largest number, itself included. */
  readonly numberLessThan?: number;
}

/** One entry of the real system's global configuration that the emulator reads. */
export interface GlobalConfigEntry {
  readonly category: string;
  readonly name: string;
  readonly defaultValue: string;
  readonly description: string;
  readonly validate: (entry: GlobalConfigEntry, value: string) => void;
  readonly options: GlobalConfigOptions;
}

const refuse = (text: string) => apiError('SYS.1007', text);

export const oneOf = (...values: readonly string[]): Rule => ({
  options: { validValue: values },
  validate(_entry, value) {
    if (values.includes(value)) return;
    throw refuse(`${value} is not a valid value. Valid values are [${values.join(', ')}]`);
  },
});

export const trueOrFalse: Rule = {
  options: { validValue: ['true', 'false'] },
  validate({ category, name }, value) {
    if (/^(true|false)$/i.test(value)) return;
    throw refuse(
      `GlobalConfig[category:${category}, name:${name}]'s value[${value}] is not a valid boolean string[true, false].`,
    );
  },
};

export const atLeast = (least: number): Rule => ({
  options: { numberGreaterThan: least },
  validate({ category, name }, value) {
    if (!/^[+-]?\d{1,18}$/.test(value)) {
      throw refuse(`${value} is not a number or out of range of a Long type`);
    }
    if (Number(value) < least) {
      throw refuse(
        `Global config[category: ${category}, name: ${name}] should not less than ${least}, but got ${Number(value)}`,
      );
    }
  },
});

export const between = (least: number, most: number): Rule => ({
  options: { numberGreaterThan: least, numberLessThan: most },
  validate(entry, value) {
    atLeast(least).validate(entry, value);
    if (Number(value) > most) {
      throw refuse(
        `Global config[category: ${entry.category}, name: ${entry.name}] should not greater than ${most}, but got ${Number(value)}`,
      );
    }
  },
});

export const longJobTimeout: Rule = {
  options: {},
  validate(entry, value) {
    atLeast(Number.MIN_SAFE_INTEGER).validate(entry, value);
    if (Number(value) < 10800) throw refuse('long job timeout must be larger than 10800s');
  },
};

const free = (validate: Rule['validate']): Rule => ({ options: {}, validate });

export const sizeText = free((_entry, value) => {
  if (parseSize(value) !== undefined) return;
  throw refuse(
    `${value} is not a size string; a size string consists of a number ending with suffix B/K/M/G/T or without suffix; for example, 512M, 1G`,
  );
});

export const pathList = free((_entry, value) => {
  if (value.split(';').every((path) => path === '' || path.startsWith('/'))) return;
  throw refuse(`invalid value: ${value}, path must separated by ';' and start with '/'`);
});

export const filterList = free((_entry, value) => {
  for (const filter of value.split(';')) {
    if (filter !== 'blacklist' && filter !== 'whitelist') {
      throw refuse(`${filter} is not in [blacklist, whitelist]`);
    }
  }
});

export function entry(
  category: string,
  name: string,
  defaultValue: string,
  rule: Rule,
  description: string,
): GlobalConfigEntry {
  return { category, name, defaultValue, description, ...rule };
}
