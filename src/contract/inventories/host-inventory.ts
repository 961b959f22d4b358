import { z } from 'zod';
import {
  HOST_STATES,
  HOST_STATUSES,
  cpuCapacityOf,
  type HostWithUse,
} from '../../domain/host/host.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';

/** What a host tells of its hardware: nothing watches it here, as where no IPMI address is set. */
const NOT_WATCHED = {
  ipmiAddress: optionalText,
  ipmiUsername: optionalText,
  ipmiPort: z.int().nullable(),
  ipmiPowerStatus: optionalText,
  cpuStatus: optionalText,
  memoryStatus: optionalText,
  diskStatus: optionalText,
  nicStatus: optionalText,
  gpuStatus: optionalText,
  powerSupplyStatus: optionalText,
  fanStatus: optionalText,
  raidStatus: optionalText,
  temperatureStatus: optionalText,
} as const;

export const hostInventory = inventory('org.zstack.header.host.HostInventory', {
  zoneUuid: uuid,
  name: text,
  uuid,
  clusterUuid: uuid,
  description: optionalText,
  managementIp: text,
  hypervisorType: text,
  state: z.enum(HOST_STATES),
  status: z.enum(HOST_STATUSES),
  totalCpuCapacity: z.int().describe('virtual CPUs'),
  availableCpuCapacity: z.int().describe('virtual CPUs'),
  cpuSockets: z.int(),
  totalMemoryCapacity: bytes,
  availableMemoryCapacity: bytes,
  cpuNum: z.int(),
  ...NOT_WATCHED,
  architecture: text,
  createDate: timestamp,
  lastOpDate: timestamp,
});

const nothing = Object.fromEntries(Object.keys(NOT_WATCHED).map((name) => [name, null])) as {
  [K in keyof typeof NOT_WATCHED]: null;
};

export function toHostInventory(host: HostWithUse): z.infer<typeof hostInventory> {
  const totalCpuCapacity = cpuCapacityOf(host);
  return {
    zoneUuid: host.zoneUuid,
    name: host.name,
    uuid: host.uuid,
    clusterUuid: host.clusterUuid,
    description: host.description,
    managementIp: host.managementIp,
    hypervisorType: host.hypervisorType,
    state: host.state,
    status: host.status,
    totalCpuCapacity,
    availableCpuCapacity: totalCpuCapacity - host.usedCpus,
    cpuSockets: host.cpuSockets,
    totalMemoryCapacity: host.memorySize,
    availableMemoryCapacity: host.memorySize - host.usedMemory,
    cpuNum: host.cpuNum,
    ...nothing,
    architecture: host.architecture,
    createDate: toTimestamp(host.createDate),
    lastOpDate: toTimestamp(host.lastOpDate),
  };
}
