import { USUAL_HOST, type Host } from '../../domain/host/host.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { Refused, type Filling } from './filling.js';
import { tag } from './tags.js';

/** A cluster while a world is filled. */
interface Place {
  readonly zoneUuid: string;
  readonly hypervisorType: string;
  /** Nothing but its uuid stands in the seed. */
  readonly isBare: boolean;
  firstHost?: string;
}

/** What is known of clusters and hosts: storages and VMs ask for them again and again. */
class Places {
  readonly clusters = new Map<string, Place>();
  /** Each with its cluster. */
  readonly hosts = new Map<string, string>();
}

const known = new WeakMap<Filling, Places>();

function placesOf(filling: Filling): Places {
  const places = known.get(filling) ?? new Places();
  known.set(filling, places);
  return places;
}

export function fillCluster(filling: Filling, made: Made<EntryOf<'clusters'>>): void {
  const uuid = filling.uuidOf('cluster', made);
  const zoneUuid = filling.find('zone', made.zone);
  const dates = filling.datesOf(made);
  placesOf(filling).clusters.set(uuid, {
    zoneUuid,
    hypervisorType: made.hypervisorType,
    isBare: false,
  });
  filling.write(() =>
    filling.world.repositories.clusters.insert({
      uuid,
      zoneUuid,
      name: made.name,
      description: made.description,
      hypervisorType: made.hypervisorType,
      state: made.state,
      type: 'zstack',
      architecture: made.architecture,
      ...dates,
    }),
  );
  tag(filling, 'ClusterVO', uuid, made, dates.createDate);
}

export function fillHost(filling: Filling, made: Made<EntryOf<'hosts'>>): void {
  const uuid = filling.uuidOf('host', made);
  const clusterUuid = filling.find('cluster', made.cluster);
  const dates = filling.datesOf(made);
  insertHost(filling, uuid, clusterUuid, {
    ...made,
    memorySize: made.memory,
    isReachable: made.reachable ?? made.status !== 'Disconnected',
    ...dates,
  });
  tag(filling, 'HostVO', uuid, made, dates.createDate);
}

type NewHost = Omit<
  Host,
  'uuid' | 'zoneUuid' | 'clusterUuid' | 'managementIp' | 'hypervisorType'
> & {
  readonly managementIp?: string | undefined;
  readonly hypervisorType?: string | undefined;
};

function insertHost(filling: Filling, uuid: string, clusterUuid: string, host: NewHost): void {
  const { clusters, hosts } = placesOf(filling);
  const cluster = clusters.get(clusterUuid);
  if (!cluster) return;
  hosts.set(uuid, clusterUuid);
  cluster.firstHost ??= uuid;
  const { zoneUuid, hypervisorType } = cluster;
  const n = hosts.size;
  filling.write(() =>
    filling.world.repositories.hosts.insert({
      uuid,
      zoneUuid,
      clusterUuid,
      name: host.name,
      description: host.description,
      managementIp: host.managementIp ?? `10.0.${Math.floor(n / 250) % 256}.${(n % 250) + 1}`,
      hypervisorType: host.hypervisorType ?? hypervisorType,
      state: host.state,
      status: host.status,
      cpuNum: host.cpuNum,
      cpuSockets: host.cpuSockets,
      memorySize: host.memorySize,
      architecture: host.architecture,
      username: host.username,
      sshPort: host.sshPort,
      isReachable: host.isReachable,
      createDate: host.createDate,
      lastOpDate: host.lastOpDate,
    }),
  );
}

/** The cluster of this name; a uuid that no cluster of the seed has makes one in the zone. */
export function clusterOf(filling: Filling, name: string, zoneUuid: string): string {
  const uuid = filling.findLoosely('cluster', name);
  const { clusters } = placesOf(filling);
  const there = clusters.get(uuid);
  if (there) {
    if (there.zoneUuid === zoneUuid) return uuid;
    throw new Refused(`the cluster '${name}' is in another zone`);
  }
  clusters.set(uuid, { zoneUuid, hypervisorType: 'KVM', isBare: true });
  filling.write(() =>
    filling.world.repositories.clusters.insert({
      uuid,
      zoneUuid,
      name: `cluster-${uuid.slice(0, 8)}`,
      description: null,
      hypervisorType: 'KVM',
      state: 'Enabled',
      type: 'zstack',
      architecture: null,
      createDate: filling.now,
      lastOpDate: filling.now,
    }),
  );
  return uuid;
}

/** The host of this name; a uuid that no host of the seed has makes one in the cluster, or in one of the zone. */
export function hostOf(
  filling: Filling,
  name: string,
  at: {
    readonly zoneUuid: string;
    readonly clusterUuid: string | null;
    readonly architecture: string;
  },
): string {
  const uuid = filling.findLoosely('host', name);
  const { clusters, hosts } = placesOf(filling);
  if (hosts.has(uuid)) return uuid;
  const nearby = [...clusters].find(([, { zoneUuid }]) => zoneUuid === at.zoneUuid)?.[0];
  const clusterUuid =
    at.clusterUuid ??
    nearby ??
    clusterOf(filling, filling.derive('cluster', `of ${at.zoneUuid}`), at.zoneUuid);
  insertUsualHost(filling, uuid, clusterUuid, at.architecture);
  return uuid;
}

export const clusterOfHost = (filling: Filling, hostUuid: string): string | undefined =>
  placesOf(filling).hosts.get(hostUuid);

function insertUsualHost(
  filling: Filling,
  uuid: string,
  clusterUuid: string,
  architecture: string,
): void {
  insertHost(filling, uuid, clusterUuid, {
    name: `host-${uuid.slice(0, 8)}`,
    description: null,
    state: 'Enabled',
    status: 'Connected',
    ...USUAL_HOST,
    architecture,
    username: null,
    sshPort: null,
    isReachable: true,
    createDate: filling.now,
    lastOpDate: filling.now,
  });
}

/** A host that a local storage has, where nothing says which one holds a volume. */
export function anyHostOf(filling: Filling, { uuid }: PrimaryStorage): string | undefined {
  const uuids = filling.clustersOfStorages.get(uuid) ?? [];
  for (const clusterUuid of uuids) {
    const host = firstHostOf(filling, clusterUuid);
    if (host !== undefined) return host;
  }
  return undefined;
}

/** Of a cluster that only its uuid stands for: one is made, so that something can run there. */
function firstHostOf(filling: Filling, clusterUuid: string): string | undefined {
  const cluster = placesOf(filling).clusters.get(clusterUuid);
  if (cluster?.isBare && cluster.firstHost === undefined) {
    const uuid = filling.derive('host', `of ${clusterUuid}`);
    insertUsualHost(filling, uuid, clusterUuid, 'x86_64');
  }
  return cluster?.firstHost;
}

/** When everything is there: each cluster that was only named has a host. */
export function finishClusters(filling: Filling): void {
  for (const clusterUuid of placesOf(filling).clusters.keys()) firstHostOf(filling, clusterUuid);
}
