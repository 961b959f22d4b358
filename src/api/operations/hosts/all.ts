import type { Operation } from '../../define-operation.js';
import { addKvmHost } from './add-kvm-host.js';
import { addSimulatorHost } from './add-simulator-host.js';
import { changeHostState } from './change-host-state.js';
import { deleteHost } from './delete-host.js';
import { getCpuMemoryCapacity } from './get-cpu-memory-capacity.js';
import { getHostAllocatorStrategies } from './get-host-allocator-strategies.js';
import { getHypervisorTypes } from './get-hypervisor-types.js';
import { queryHost } from './query-host.js';
import { reconnectHost } from './reconnect-host.js';
import { updateHost } from './update-host.js';
import { updateKvmHost } from './update-kvm-host.js';

/** The operations of this family. */
export const HOSTS_OPERATIONS: readonly Operation[] = [
  queryHost,
  addKvmHost,
  addSimulatorHost,
  changeHostState,
  deleteHost,
  getCpuMemoryCapacity,
  getHostAllocatorStrategies,
  getHypervisorTypes,
  reconnectHost,
  updateHost,
  updateKvmHost,
];
