import type { Architecture, Image } from '../../domain/image/image.js';
import type { World } from '../../domain/world.js';
import type { NewTags } from '../tags/write-tags.js';
import { imageOf } from '../resources/lookup.js';
import type { DiskAO } from './disk-aos.js';

/**
 * A checked call of CreateVmInstance; kept as the flow's context, and with a VM that is only created. Sizes are
 * bytes. What is optional was not kept by older versions.
 */
export interface VmRequest extends NewTags {
  readonly name: string;
  readonly description: string | null;
  /** Null: a VM with an empty disk. */
  readonly imageUuid: string | null;
  readonly cpuNum: number;
  readonly memorySize: number;
  readonly reservedMemorySize?: number;
  readonly defaultL3NetworkUuid?: string | null;
  /** What it has of its instance offering. Calls that an older version began have none, as all that follows. */
  readonly instanceOfferingUuid?: string | null;
  readonly cpuSpeed?: number;
  readonly allocatorStrategy?: string | null;
  readonly rootDiskOfferingUuid?: string | null;
  /** The offerings of the first data disks in `dataDiskSizes`. */
  readonly dataDiskOfferingUuids?: readonly string[];
  readonly l3NetworkUuids?: readonly string[];
  /** The description of the NICs as the call tells it, a text of JSON. */
  readonly vmNicParams?: string | null;
  /** Size of the root volume where the image is an ISO, or none. */
  readonly rootDiskSize: number | null;
  readonly dataDiskSizes: readonly number[];
  readonly zoneUuid: string | null;
  readonly clusterUuid: string | null;
  readonly hostUuid: string | null;
  readonly primaryStorageUuid: string | null;
  readonly strategy: 'InstantStart' | 'JustCreate' | 'CreateStopped';
  readonly platform: string | null;
  readonly guestOsType: string | null;
  readonly architecture: Architecture | null;
  readonly virtio: boolean | null;
  readonly resourceUuid: string | null;
  readonly rootVolumeSystemTags: readonly string[];
  readonly dataVolumeSystemTags: readonly string[];
  /** Tags of single data volumes, by their places in `dataDiskSizes`. Calls that an older version began have none. */
  readonly dataVolumeSystemTagsOnIndex?: Readonly<Record<string, readonly string[]>>;
  /** The disks where the call tells them one by one. Calls that an older version began have none. */
  readonly diskAOs?: readonly DiskAO[];
  /** Calls that an older version began have none. */
  readonly sshKeyPairUuids?: readonly string[];
  /** What the root volume is, or is made of, where it is no image. Calls that an older version began have none. */
  readonly root?: RootSource;
  /** Snapshots that data volumes are made of. Calls that an older version began have none. */
  readonly dataSnapshots?: readonly DataSnapshot[];
  readonly ownerUuid: string;
}

export interface DataSnapshot {
  readonly uuid: string;
  readonly systemTags: readonly string[];
}

/** A volume that is there already, or a new one with the content of a snapshot. */
export interface RootSource {
  readonly kind: 'volume' | 'snapshot';
  readonly uuid: string;
}

/** The image of a new VM, if it has one. */
export const imageOfRequest = (world: World, { imageUuid }: VmRequest): Image | undefined =>
  imageUuid === null ? undefined : imageOf(world, imageUuid);

/** The cluster that a new VM is wanted in: that of the named host, or the named one. */
export function clusterOfRequest(
  { repositories }: World,
  request: Pick<VmRequest, 'hostUuid' | 'clusterUuid'>,
): string | null {
  const host = request.hostUuid === null ? undefined : repositories.hosts.find(request.hostUuid);
  return host?.clusterUuid ?? request.clusterUuid;
}

/** The zone that a new VM is wanted in: of the narrowest place that the call names, or of its first network. */
export function zoneOfRequest(world: World, request: VmRequest): string | null {
  const clusterUuid = clusterOfRequest(world, request);
  const cluster = clusterUuid === null ? undefined : world.repositories.clusters.find(clusterUuid);
  const [first] = request.l3NetworkUuids ?? [];
  const network = first === undefined ? undefined : world.repositories.l3Networks.find(first);
  return cluster?.zoneUuid ?? request.zoneUuid ?? network?.zoneUuid ?? null;
}
