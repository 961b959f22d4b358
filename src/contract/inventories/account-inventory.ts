import * as z from 'zod';
import type { AccessKey } from '../../domain/account/access-key.js';
import {
  ACCOUNT_TYPES,
  type Account,
  type AccountResourceRef,
  type Quota,
  type SharedResource,
} from '../../domain/account/account.js';
import { ACCESS_KEY_STATES } from '../../domain/account/access-key.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

const dates = { createDate: timestamp, lastOpDate: timestamp };
const datesOf = ({ createDate, lastOpDate }: { createDate: number; lastOpDate: number }) => ({
  createDate: toTimestamp(createDate),
  lastOpDate: toTimestamp(lastOpDate),
});

export const accountInventory = inventory('org.zstack.header.identity.AccountInventory', {
  uuid,
  name: text,
  description: optionalText,
  type: z.enum(ACCOUNT_TYPES),
  ...dates,
});
export const toAccountInventory = (account: Account): z.infer<typeof accountInventory> => ({
  uuid: account.uuid,
  name: account.name,
  description: account.description,
  type: account.type,
  ...datesOf(account),
});

export const accountResourceRefInventory = inventory(
  'org.zstack.header.identity.AccountResourceRefInventory',
  {
    accountUuid: uuid,
    resourceUuid: uuid,
    resourceType: text,
    concreteResourceType: text,
    ...dates,
  },
);
export const toAccountResourceRefInventory = (
  ref: AccountResourceRef,
): z.infer<typeof accountResourceRefInventory> => ({
  accountUuid: ref.accountUuid,
  resourceUuid: ref.resourceUuid,
  resourceType: ref.resourceType,
  concreteResourceType: ref.resourceType,
  ...datesOf(ref),
});

export const sharedResourceInventory = inventory(
  'org.zstack.header.identity.SharedResourceInventory',
  {
    ownerAccountUuid: uuid,
    receiverAccountUuid: uuid.nullable(),
    toPublic: z.boolean(),
    resourceType: text,
    resourceUuid: uuid,
    ...dates,
  },
);
export const toSharedResourceInventory = (
  shared: SharedResource,
): z.infer<typeof sharedResourceInventory> => ({
  ownerAccountUuid: shared.ownerAccountUuid,
  receiverAccountUuid: shared.receiverAccountUuid,
  toPublic: shared.toPublic,
  resourceType: shared.resourceType,
  resourceUuid: shared.resourceUuid,
  ...datesOf(shared),
});

export const quotaInventory = inventory('org.zstack.header.identity.QuotaInventory', {
  uuid,
  name: text,
  identityUuid: uuid,
  identityType: text,
  value: z.int(),
  ...dates,
});
export const toQuotaInventory = (quota: Quota): z.infer<typeof quotaInventory> => ({
  uuid: quota.uuid,
  name: quota.name,
  identityUuid: quota.identityUuid,
  identityType: quota.identityType,
  value: quota.value,
  ...datesOf(quota),
});

export const quotaUsage = inventory('org.zstack.header.identity.Quota$QuotaUsage', {
  name: text,
  total: z.int().describe('the quota'),
  used: z.int(),
});

export const accessKeyInventory = inventory('org.zstack.accessKey.AccessKeyInventory', {
  uuid,
  description: optionalText,
  accountUuid: uuid,
  userUuid: uuid,
  AccessKeyID: text,
  AccessKeySecret: text,
  state: z.enum(ACCESS_KEY_STATES),
  ...dates,
});
export const toAccessKeyInventory = (key: AccessKey): z.infer<typeof accessKeyInventory> => ({
  uuid: key.uuid,
  description: key.description,
  accountUuid: key.accountUuid,
  userUuid: key.userUuid,
  AccessKeyID: key.accessKeyId,
  AccessKeySecret: key.accessKeySecret,
  state: key.state,
  ...datesOf(key),
});
