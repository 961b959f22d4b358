import * as z from 'zod';
import {
  POLICY_EFFECTS,
  type PolicyStatement,
  type Policy,
  type User,
  type UserGroup,
} from '../../domain/user/user.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const userInventory = inventory('org.zstack.header.identity.UserInventory', {
  uuid,
  accountUuid: uuid,
  name: text,
  description: optionalText,
  createDate: timestamp,
  lastOpDate: timestamp,
});
export const toUserInventory = (user: User): z.infer<typeof userInventory> => ({
  uuid: user.uuid,
  accountUuid: user.accountUuid,
  name: user.name,
  description: user.description,
  createDate: toTimestamp(user.createDate),
  lastOpDate: toTimestamp(user.lastOpDate),
});

export const userGroupInventory = inventory('org.zstack.header.identity.UserGroupInventory', {
  uuid,
  accountUuid: uuid,
  name: text,
  description: optionalText,
  createDate: timestamp,
  lastOpDate: timestamp.nullable().describe('never set, as in the real system'),
});
export const toUserGroupInventory = (group: UserGroup): z.infer<typeof userGroupInventory> => ({
  uuid: group.uuid,
  accountUuid: group.accountUuid,
  name: group.name,
  description: group.description,
  createDate: toTimestamp(group.createDate),
  lastOpDate: null,
});

const texts = z.array(text).nullable();
export const policyStatement = inventory('org.zstack.header.identity.PolicyStatement', {
  name: optionalText,
  effect: z.enum(POLICY_EFFECTS),
  principals: texts,
  actions: texts,
  resources: texts,
});
export const policyInventory = inventory('org.zstack.header.identity.PolicyInventory', {
  statements: policyStatement.array(),
  name: text,
  uuid,
  accountUuid: uuid,
});
export const toPolicyInventory = (
  policy: Policy,
  statements: readonly PolicyStatement[],
): z.infer<typeof policyInventory> => ({
  statements: statements.map(({ name, effect, principals, actions, resources }) => ({
    name: name ?? null,
    effect,
    principals: principals ? [...principals] : null,
    actions: [...actions],
    resources: resources ? [...resources] : null,
  })),
  name: policy.name,
  uuid: policy.uuid,
  accountUuid: policy.accountUuid,
});
