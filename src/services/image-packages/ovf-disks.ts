import { apiError } from '../../core/api-error.js';
import { isPlainObject } from '../../core/plain-object.js';
import type { OvfDisk, OvfInfo } from '../../domain/ova/ovf.js';

/** How the bytes of a disk come: from an address, by a client, or as an image that is there. */
export const DISK_SOURCES = ['Download', 'Upload', 'ImageUuid'] as const;

/** A disk of a descriptor, and where its bytes come from. */
export interface SourcedDisk {
  readonly disk: OvfDisk;
  readonly type: (typeof DISK_SOURCES)[number];
  /** Of a download; of an upload what it is to be called, or null. */
  readonly url: string | null;
  readonly imageUuid: string | null;
}

/** What the disks of a VM are made of. */
export interface OvfDisks {
  /** Those with bytes, the root disk first. */
  readonly sourced: readonly SourcedDisk[];
  /** Sizes of those that are empty. */
  readonly empty: readonly number[];
}

/** The root disk, and as many as a VM can have beside it. */
const MOST_DISKS = 25;

interface ImageInfo {
  readonly ovfId: string;
  readonly type: SourcedDisk['type'];
  readonly url: string | null;
  readonly uuid: string | null;
}

/**
 * The disks of a descriptor with what a call says of their bytes; what it is silent of is uploaded.
 * @throws OVF.1003 where that is no list in JSON, OVF.1004 where it does not fit, SYS.1006 without a root disk
 */
export function sourcesOf(ovf: OvfInfo, jsonImageInfos: string): OvfDisks {
  const infos = infosOf(jsonImageInfos);
  const ids = [...new Set(ovf.volumes.map(({ diskId }) => diskId))];
  if (ids.length > MOST_DISKS) {
    throw apiError('OVF.1002', `a vm has ${MOST_DISKS} disks at most, not ${ids.length}`);
  }
  const disks = ids.flatMap((id) => ovf.disks.find(({ diskId }) => diskId === id) ?? []);
  const [root] = disks;
  if (!root || root.fileName === null) {
    throw apiError(
      'SYS.1006',
      'failed to create VM from OVF because the root disk of the VM cannot be found',
    );
  }
  const told = new Map<string, ImageInfo>();
  for (const info of infos) {
    const disk = disks.find((one) => isMeant(one, info.ovfId));
    if (!disk) throw wrong(`no disk with a file is called ${info.ovfId}`);
    if (told.has(disk.diskId)) throw wrong(`the disk ${disk.diskId} is told twice`);
    told.set(disk.diskId, info);
  }
  return {
    sourced: disks.filter(hasFile).map((disk) => {
      const { type = 'Upload', url = null, uuid = null } = told.get(disk.diskId) ?? {};
      return { disk, type, url, imageUuid: uuid };
    }),
    empty: disks.filter((disk) => !hasFile(disk)).map(({ capacity }) => capacity),
  };
}

const hasFile = ({ fileName }: OvfDisk) => fileName !== null;

/** A disk is called by its id, by that of its file, or by the file's name. */
const isMeant = (disk: OvfDisk, id: string) =>
  hasFile(disk) && [disk.diskId, disk.fileRef, disk.fileName].includes(id);

function infosOf(json: string): ImageInfo[] {
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    list = undefined;
  }
  if (!Array.isArray(list) || !list.every(isPlainObject)) {
    throw apiError('OVF.1003', 'jsonImageInfos must be a list of objects in JSON');
  }
  return list.map((info) => {
    const ovfId = textOf(info['ovfId']);
    const type = DISK_SOURCES.find((known) => known === info['type']);
    // The vendor's documentation and its SDK of Go call it differently.
    const url = textOf(info['url']) ?? textOf(info['installPath']);
    const uuid = textOf(info['uuid']);
    if (ovfId === null) throw wrong("'ovfId' of an image is missing");
    if (!type) throw wrong(`'type' of the image ${ovfId} must be ${DISK_SOURCES.join(', ')}`);
    if (type === 'Download' && url === null) throw wrong(`'url' of the image ${ovfId} is missing`);
    if (type === 'ImageUuid' && uuid === null) {
      throw wrong(`'uuid' of the image ${ovfId} is missing`);
    }
    return { ovfId, type, url, uuid: type === 'ImageUuid' ? uuid : null };
  });
}

const wrong = (details: string) => apiError('OVF.1004', details);

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
