import * as z from 'zod';
import {
  HOST_LOG_IN,
  HOST_STATES,
  HOST_STATUSES,
  cpuCapacityOf,
  type HostWithUse,
} from '../../domain/host/host.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';
import { variants } from './variants.js';

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

const hostInventory = inventory('org.zstack.header.host.HostInventory', {
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

/** A host of kind KVM, as its own class. */
export const kvmHostInventory = inventory('org.zstack.kvm.KVMHostInventory', {
  ...hostInventory.shape,
  username: text,
  sshPort: z.int(),
  osDistribution: optionalText,
  osRelease: optionalText,
  osVersion: optionalText,
});

/** A host of any kind, as its own class. */
export const anyHostInventory = variants(
  hostInventory,
  { KVM: kvmHostInventory },
  'hypervisorType',
);

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
    availableCpuCapacity: totalCpuCapacity - host.used.cpus,
    cpuSockets: host.cpuSockets,
    totalMemoryCapacity: host.memorySize,
    availableMemoryCapacity: host.memorySize - host.used.memory,
    cpuNum: host.cpuNum,
    ...nothing,
    architecture: host.architecture,
    createDate: toTimestamp(host.createDate),
    lastOpDate: toTimestamp(host.lastOpDate),
  };
}

export const toKvmHostInventory = (host: HostWithUse): z.infer<typeof kvmHostInventory> => ({
  ...toHostInventory(host),
  username: host.username ?? HOST_LOG_IN.username,
  sshPort: host.sshPort ?? HOST_LOG_IN.sshPort,
  osDistribution: null,
  osRelease: null,
  osVersion: null,
});

export const toAnyHostInventory = (host: HostWithUse): z.infer<typeof hostInventory> =>
  host.hypervisorType === 'KVM' ? toKvmHostInventory(host) : toHostInventory(host);
