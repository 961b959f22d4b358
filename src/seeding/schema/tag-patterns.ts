import * as z from 'zod';
import { TAG_PATTERN_TYPES } from '../../domain/tag/tag-pattern.js';
import { choosable, owned, resource, tags } from './fields.js';

/** As long as CreateTag takes it. */
const text = z.string().min(1).max(128);

export const tagPattern = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  name: text,
  value: choosable(text).describe(
    'the text of the tag; withToken: its format, such as os::{name}::{version}',
  ),
  type: choosable(z.enum(TAG_PATTERN_TYPES)).default('simple'),
  color: choosable(z.string().nullable()).default(null).describe('such as #FF00FF'),
});
