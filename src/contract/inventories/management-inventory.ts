import * as z from 'zod';
import type { ManagementNode } from '../../domain/management-node.js';
import type { NamedThing } from '../../domain/named-thing.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const managementNodeInventory = inventory(
  'org.zstack.header.managementnode.ManagementNodeInventory',
  { uuid, hostName: text, joinDate: timestamp, heartBeat: timestamp },
);
export const toManagementNodeInventory = (
  node: ManagementNode,
): z.infer<typeof managementNodeInventory> => ({
  uuid: node.uuid,
  hostName: node.hostName,
  joinDate: toTimestamp(node.joinDate),
  heartBeat: toTimestamp(node.heartBeat),
});

export const resourceInventory = inventory('org.zstack.header.vo.ResourceInventory', {
  uuid,
  resourceName: optionalText,
  resourceType: text.describe('e.g. ImageVO'),
  concreteResourceType: text.describe('e.g. org.zstack.header.image.ImageVO'),
});
export const toResourceInventory = (thing: NamedThing): z.infer<typeof resourceInventory> => ({
  uuid: thing.uuid,
  resourceName: thing.name,
  resourceType: thing.type,
  concreteResourceType: thing.javaClass,
});

export const loginProcedure = inventory(
  'org.zstack.header.identity.login.LoginAuthenticationProcedureDesc',
  { order: z.int(), name: text, properties: z.record(z.string(), z.string()) },
);
