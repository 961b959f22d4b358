import * as z from 'zod';
import { ACCESS_KEY_STATES } from '../../domain/account/access-key.js';
import { ACCOUNT_TYPES } from '../../domain/account/account.js';
import {
  bytes,
  choosable,
  counted,
  name,
  reference,
  resource,
  tags,
  time,
  uuid,
} from './fields.js';

export const account = z.strictObject({
  ...resource,
  ...tags,
  type: choosable(z.enum(ACCOUNT_TYPES)).default('Normal'),
  password: z.string().min(1).max(255),
  quotas: z
    .strictObject({
      'image.num': z.int().nonnegative().optional(),
      'image.size': bytes.optional(),
      'volume.data.num': z.int().nonnegative().optional(),
      'volume.capacity': bytes.optional(),
      'snapshot.volume.num': z.int().nonnegative().optional(),
      'vm.totalNum': z.int().nonnegative().optional(),
      'vm.num': z.int().nonnegative().optional(),
      'vm.cpuNum': z.int().nonnegative().optional(),
      'vm.memorySize': bytes.optional(),
      'l3.num': z.int().nonnegative().optional(),
      'securityGroup.num': z.int().nonnegative().optional(),
      'ssh_key_pair.num': z.int().nonnegative().optional(),
      'vip.num': z.int().nonnegative().optional(),
      'eip.num': z.int().nonnegative().optional(),
    })
    .default({})
    .describe('of a normal account; default: what the configuration gives to new accounts'),
});

export const session = z.strictObject({
  uuid,
  account: reference,
  expires: time.optional().describe('when it ends; default: never'),
  createDate: time.optional(),
  ...counted,
});

export const accessKey = z.strictObject({
  id: z.string().min(1).max(255).describe('what clients name it by (AccessKeyID)'),
  secret: z.string().min(1).max(255),
  account: choosable(reference).default('admin'),
  uuid: uuid.optional(),
  description: z.string().max(2048).nullable().default(null),
  state: choosable(z.enum(ACCESS_KEY_STATES)).default('Enabled'),
  createDate: time.optional(),
  lastOpDate: time.optional(),
  ...counted,
});

export const longJob = z.strictObject({
  ...resource,
  ...tags,
  account: choosable(reference).default('admin'),
  jobName: choosable(name).describe('the API that it stands for, such as APIAddImageMsg'),
  jobData: z.record(z.string(), z.unknown()).default({}).describe('the parameters of that API'),
  state: choosable(z.enum(['Succeeded', 'Failed', 'Canceled'])).default('Succeeded'),
  result: z
    .union([z.record(z.string(), z.unknown()), z.string()])
    .optional()
    .describe('what it answers, an object or a text; default: by the state'),
  apiId: uuid.optional().describe('the call that submitted it'),
  image: z.string().optional().describe('the image that it is about: its name or uuid'),
  executeTime: z.int().min(1).default(1).describe('seconds'),
});
