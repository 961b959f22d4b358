import * as z from 'zod';
import { POLICY_EFFECTS } from '../../domain/user/user.js';
import { choosable, owned, reference, resource, tags } from './fields.js';

const texts = z.array(z.string().min(1));

/** What users may do, as CreatePolicy takes it. */
export const policy = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  statements: z
    .array(
      z.strictObject({
        name: z.string().optional(),
        effect: z.enum(POLICY_EFFECTS),
        principals: texts.optional().describe('e.g. user:<uuid>; default: everybody'),
        actions: texts
          .min(1)
          .describe('classes of messages, e.g. org.zstack.header.image.API*ImageMsg'),
        resources: texts.optional(),
      }),
    )
    .min(1),
});

const policies = z.array(choosable(reference));

export const userGroup = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  policies: policies.default([]).describe('what its users may do'),
});

export const user = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  password: z.string().min(1).max(255),
  groups: z.array(choosable(reference)).default([]),
  policies: policies
    .optional()
    .describe('what it may do; default: DEFAULT-READ, which its account has by itself'),
});
