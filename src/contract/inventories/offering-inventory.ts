import * as z from 'zod';
import {
  OFFERING_STATES,
  type DiskOffering,
  type InstanceOffering,
} from '../../domain/offering/offering.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const instanceOfferingInventory = inventory(
  'org.zstack.header.configuration.InstanceOfferingInventory',
  {
    uuid,
    name: text,
    description: optionalText,
    cpuNum: z.int(),
    cpuSpeed: z.int(),
    memorySize: bytes,
    reservedMemorySize: bytes,
    type: text,
    allocatorStrategy: text,
    sortKey: z.int(),
    createDate: timestamp,
    lastOpDate: timestamp,
    state: z.enum(OFFERING_STATES),
  },
);

export function toInstanceOfferingInventory(
  offering: InstanceOffering,
): z.infer<typeof instanceOfferingInventory> {
  return {
    uuid: offering.uuid,
    name: offering.name,
    description: offering.description,
    cpuNum: offering.cpuNum,
    cpuSpeed: offering.cpuSpeed,
    memorySize: offering.memorySize,
    reservedMemorySize: offering.reservedMemorySize,
    type: offering.type,
    allocatorStrategy: offering.allocatorStrategy,
    sortKey: offering.sortKey,
    createDate: toTimestamp(offering.createDate),
    lastOpDate: toTimestamp(offering.lastOpDate),
    state: offering.state,
  };
}

export const diskOfferingInventory = inventory(
  'org.zstack.header.configuration.DiskOfferingInventory',
  {
    uuid,
    name: text,
    description: optionalText,
    diskSize: bytes,
    sortKey: z.int(),
    state: z.enum(OFFERING_STATES),
    type: text,
    createDate: timestamp,
    lastOpDate: timestamp,
    allocatorStrategy: text,
  },
);

export function toDiskOfferingInventory(
  offering: DiskOffering,
): z.infer<typeof diskOfferingInventory> {
  return {
    uuid: offering.uuid,
    name: offering.name,
    description: offering.description,
    diskSize: offering.diskSize,
    sortKey: offering.sortKey,
    state: offering.state,
    type: offering.type,
    createDate: toTimestamp(offering.createDate),
    lastOpDate: toTimestamp(offering.lastOpDate),
    allocatorStrategy: offering.allocatorStrategy,
  };
}
