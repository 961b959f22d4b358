import * as z from 'zod';
import { CLUSTER_STATES } from '../../domain/cluster/cluster.js';
import { HOST_STATES, HOST_STATUSES, USUAL_HOST } from '../../domain/host/host.js';
import { ARCHITECTURES } from '../../domain/image/image.js';
import { choosable, int, looseReference, reference, resource, size, tags } from './fields.js';

/** How storages and VMs name where they are: a bare uuid makes a cluster, or a host, of no other content. */
export const clusterReference = looseReference.describe(
  'the name of a cluster of this seed, or a uuid: where no cluster has it, one is made',
);
export const hostReference = looseReference.describe(
  'the name of a host of this seed, or a uuid: where no host has it, one is made',
);

export const cluster = z.strictObject({
  ...resource,
  ...tags,
  zone: choosable(reference),
  hypervisorType: z.string().min(1).max(255).default('KVM'),
  state: choosable(z.enum(CLUSTER_STATES)).default('Enabled'),
  architecture: choosable(z.enum(ARCHITECTURES)).nullable().default(null),
});

export const host = z.strictObject({
  ...resource,
  ...tags,
  cluster: choosable(reference),
  managementIp: z.string().min(1).max(255).optional().describe('default: one of 10.0.0.0/16'),
  hypervisorType: z.string().min(1).max(255).optional().describe('default: as its cluster'),
  state: choosable(z.enum(HOST_STATES)).default('Enabled'),
  status: choosable(z.enum(HOST_STATUSES)).default('Connected'),
  cpuNum: int(1, 65_536).default(USUAL_HOST.cpuNum),
  cpuSockets: int(1, 1024).default(USUAL_HOST.cpuSockets),
  memory: size.default(USUAL_HOST.memorySize),
  architecture: choosable(z.enum(ARCHITECTURES)).default('x86_64'),
  username: z.string().min(1).max(255).nullable().default(null).describe('default: root'),
  sshPort: int(1, 65_535).nullable().default(null).describe('default: 22'),
  reachable: z
    .boolean()
    .optional()
    .describe('whether it answers when it is connected; default: unless it is Disconnected'),
});
