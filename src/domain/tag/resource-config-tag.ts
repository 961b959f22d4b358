import { apiError, ApiError } from '../../core/api-error.js';
import { findGlobalConfig } from '../global-config.js';
import { fits } from './tag-format.js';

const FORMAT = 'resourceConfig::{category}::{name}::{value}';

/** A value of the configuration that a call gives what it makes in place of a tag. */
export interface ResourceConfigTag {
  readonly category: string;
  readonly name: string;
  readonly value: string;
}

/** What a tag says that stands for configuration; undefined for other tags. */
export function resourceConfigIn(tag: string): ResourceConfigTag | undefined {
  if (!fits(FORMAT, tag)) return undefined;
  const [prefix, category = '', name = '', value = ''] = tag.split('::');
  return prefix === 'resourceConfig' ? { category, name, value } : undefined;
}

/**
 * Whether the value is right, before anything is made: the real system's interceptor fails on what is not, which
 * is an error of its own making.
 * @throws SYS.1000
 */
export function checkResourceConfigTag({ category, name, value }: ResourceConfigTag): void {
  const entry = findGlobalConfig(category, name);
  if (!entry || entry.bindsTo.length === 0) {
    throw apiError('SYS.1000', 'java.lang.NullPointerException');
  }
  try {
    entry.validate(value);
  } catch (error) {
    if (error instanceof ApiError) throw apiError('SYS.1000', error.errorCode.details);
    throw error;
  }
}
