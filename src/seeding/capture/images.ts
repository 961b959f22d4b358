import { ADMIN_ACCOUNT_UUID } from '../../domain/account/account.js';
import { artifactMd5 } from '../../domain/artifact/artifact.js';
import { isCompatible } from '../../domain/backup-storage/compatibility.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import { templateInstallPath } from '../../domain/backup-storage/install-path.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import {
  IMAGE_FORMATS,
  IMAGE_STATES,
  IMAGE_STATUSES,
  MEDIA_TYPES,
  PLATFORMS,
  type ImageFormat,
  type ImageStatus,
  type MediaType,
} from '../../domain/image/image.js';
import { contentOfUrl } from '../../domain/image/url-hints.js';
import { checkStatus, statusFrom } from '../apply/image-status.js';
import { parsed } from './accounts.js';
import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import {
  datesOf,
  flagOf,
  isRow,
  numberOf,
  rowsOf,
  textOf,
  textsOf,
  uuidOf,
  wordOf,
  type Row,
} from './rows.js';
import { tagsOf } from './tags.js';

/** Sums of made-up bytes take up to 2 ms: beyond so many images they are not looked at. */
const MOST_COMPARED = 5_000;

const HAS_BITS: readonly ImageStatus[] = ['Ready', 'Deleted', 'Migrating'];

/** Where an image lies; two that lie at one place are clones of each other. */
const placeOf = (ref: Row): string =>
  `${textOf(ref, 'backupStorageUuid')} ${textOf(ref, 'installPath')}`;

interface OnStorage {
  readonly ref: Row;
  readonly status: ImageStatus;
}

const NO_WORK = { longJob: undefined };

/** Makes the images of a seed, one by one, and counts what they take of each storage. */
export class ImageCapture {
  readonly #cloud: Cloud;
  readonly #taken = new Map<string, number>();
  /** What the bytes at a place on a storage are called: of a clone that comes later. */
  readonly #contents = new Map<string, string>();
  readonly #longJobs: ReadonlyMap<string, Row>;
  #compared = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#longJobs = runningJobs(cloud);
  }

  takenOf(storageUuid: string): number {
    return this.#taken.get(storageUuid) ?? 0;
  }

  imageOf(row: Row) {
    const { keys, report } = this.#cloud;
    const naming = keys.naming('image', row);
    const say = (field: string) => textOf(row, field);
    const known = <T extends string>(field: string, all: readonly T[], fallback: T) =>
      report.oneOf(`${field} of images`, say(field), all, fallback, naming.name);
    const refs = rowsOf(row, 'backupStorageRefs').map((ref) => ({
      ref,
      status: report.oneOf(
        'statuses of images on storages',
        textOf(ref, 'status'),
        IMAGE_STATUSES,
        'Error',
        naming.name,
      ),
    }));
    const statuses = refs.map(({ status }) => status);
    const status = soundStatus(
      this.#cloud,
      naming.name,
      known('status', IMAGE_STATUSES, 'Ready'),
      statuses,
    );
    const format = known('format', IMAGE_FORMATS, 'qcow2');
    const hasBits = statuses.some((one) => HAS_BITS.includes(one));
    const isInMaking = statuses.includes('Downloading') || statuses.includes('Creating');
    const work = isInMaking ? this.#workOn(row, naming.uuid, statuses) : NO_WORK;
    const url = wordOf(row, 'url');
    // Of a download nobody knows yet what it will bring.
    const isUnknown = status === 'Downloading' && !hasBits && url.includes('://');
    const sizes = isUnknown
      ? {}
      : { size: numberOf(row, 'size'), actualSize: numberOf(row, 'actualSize') };
    const bytes = sizes.actualSize ?? contentOfUrl(url, undefined, null).actualSize;
    const key = naming.key ?? naming.name;
    const content = hasBits ? this.#contentAt(refs, row, key, url, format) : undefined;
    const backupStorages = refs.map((one) => this.#refOf(one, row, url, bytes));
    for (const { ref, status: is } of refs) {
      const isThere = HAS_BITS.includes(is) && textOf(ref, 'installPath') !== '';
      if (isThere) this.#contents.set(placeOf(ref), content ?? key);
    }
    return {
      ...naming,
      account: ownerOf(this.#cloud, naming.uuid),
      sharedWith: sharedWith(this.#cloud, naming.uuid),
      state: known('state', IMAGE_STATES, 'Enabled'),
      status: status === statusFrom(statuses) ? undefined : status,
      ...work,
      mediaType: known('mediaType', MEDIA_TYPES, 'RootVolumeTemplate'),
      format,
      platform: say('platform') === null ? null : known('platform', PLATFORMS, 'Other'),
      guestOsType: say('guestOsType'),
      architecture: say('architecture'),
      system: flagOf(row, 'system'),
      virtio: flagOf(row, 'virtio'),
      url,
      ...sizes,
      content,
      backupStorages,
      ...tagsOf(this.#cloud, 'ImageVO', naming.uuid),
      ...datesOf(row),
    };
  }

  #refOf({ ref, status }: OnStorage, image: Row, url: string, bytes: number) {
    const { keys, report } = this.#cloud;
    const uuid = wordOf(ref, 'backupStorageUuid');
    const name = keys.orUuid('backup-storage', uuid);
    const isUpload = status === 'Downloading' && url.startsWith('upload://');
    if (isUpload) report.note('addresses of uploads, and what has arrived of them', url);
    const exportUrl = status === 'Ready' ? textOf(ref, 'exportUrl') : null;
    const isShared = this.#contents.has(placeOf(ref));
    const taken = (isUpload || isShared ? 0 : bytes) + (exportUrl === null ? 0 : bytes);
    this.#taken.set(uuid, this.takenOf(uuid) + taken);
    if (exportUrl !== null)
      report.note('formats and sums of exports: each is taken to be as its image is', name);
    return {
      name,
      status: status === 'Ready' ? undefined : status,
      installPath: isUpload ? undefined : this.#placeOf(ref, image, isShared),
      shared: isShared || undefined,
      export: exportUrl === null ? undefined : { url: exportUrl },
    };
  }

  /** Where it lies, unless that is where a seed would put it. */
  #placeOf(ref: Row, image: Row, isShared: boolean): string | undefined {
    const installPath = wordOf(ref, 'installPath');
    const storage = this.#cloud.byUuid.get(wordOf(ref, 'backupStorageUuid'));
    const uuid = uuidOf(image);
    const placed = {
      uuid,
      mediaType: textOf(image, 'mediaType') as MediaType,
      ownerUuid: this.#cloud.owners.get(uuid) ?? ADMIN_ACCOUNT_UUID,
    };
    const isWhereItWouldBe =
      storage &&
      installPath ===
        templateInstallPath(
          { ...storage, url: wordOf(storage, 'url') } as unknown as BackupStorage,
          placed,
        );
    return installPath === '' || (isWhereItWouldBe && !isShared) ? undefined : installPath;
  }

  /** What names the bytes inside: of a clone what names those of the image that came before it. */
  #contentAt(
    refs: readonly OnStorage[],
    row: Row,
    key: string,
    url: string,
    format: ImageFormat,
  ): string | undefined {
    const shared = refs
      .map(({ ref }) => this.#contents.get(placeOf(ref)))
      .find((name) => name !== undefined);
    if (shared === undefined) return this.#contentOf(row, key, url, format);
    return shared === key ? undefined : shared;
  }

  /** What names the bytes inside, where one of the usual names has the sum that the image has. */
  #contentOf(row: Row, key: string, url: string, format: ImageFormat): string | undefined {
    const { report, keys } = this.#cloud;
    if (++this.#compared > MOST_COMPARED) {
      report.note(`md5Sum of images beyond the first ${MOST_COMPARED}, which was not compared`);
      return undefined;
    }
    const source = this.#volumeAt(url);
    const [address = '', fragment = ''] = url.split('#');
    const candidates = [
      key,
      `url:${address}`,
      new URLSearchParams(fragment).get('content'),
      source && keys.of('volume', uuidOf(source)),
      source && textOf(source, 'name'),
      textOf(row, 'name'),
    ].filter((one): one is string => typeof one === 'string');
    const size = numberOf(row, 'size');
    const md5Sum = textOf(row, 'md5Sum');
    const found = candidates.find(
      (contentId) => artifactMd5({ contentId, format, size }) === md5Sum,
    );
    if (found === undefined) report.note('md5Sum of images: their bytes are not known', key);
    return found === key ? undefined : found;
  }

  /** How an image that is being made goes on: from the beginning, or not at all. */
  #workOn(row: Row, uuid: string, statuses: readonly ImageStatus[]) {
    const { report } = this.#cloud;
    const name = textOf(row, 'name') ?? uuid;
    const url = wordOf(row, 'url');
    const isDownload = statuses.includes('Downloading');
    const volume = isDownload ? undefined : this.#sourceOf(row, url);
    if (isDownload ? !this.#canDownload(row, url) : volume === undefined) {
      report.note('images in the making that nothing goes on with', name);
      return { progress: 'none', longJob: undefined };
    }
    report.note('progress of images in the making: they and their long jobs begin anew', name);
    const job = this.#longJobs.get(uuid);
    return {
      volume,
      longJob: job && {
        name: textOf(job, 'name') ?? undefined,
        uuid: uuidOf(job),
        apiId: textOf(job, 'apiId') ?? undefined,
      },
    };
  }

  #canDownload(row: Row, url: string): boolean {
    if (/^(https?|file):\/\//.test(url)) return true;
    const types = this.#storagesOf(row).map((storage) => textOf(storage, 'type'));
    return url.startsWith('upload://') && !types.includes('SftpBackupStorage');
  }

  /** The key of the volume that an image is made of, if it can be made of it. */
  #sourceOf(row: Row, url: string): string | undefined {
    const { byUuid, keys } = this.#cloud;
    const volume = this.#volumeAt(url);
    const primary = volume && byUuid.get(wordOf(volume, 'primaryStorageUuid'));
    const mediaType = textOf(row, 'mediaType');
    const isRoot = volume !== undefined && textOf(volume, 'type') === 'Root';
    if (!primary || mediaType === 'ISO' || (mediaType === 'RootVolumeTemplate' && !isRoot)) {
      return undefined;
    }
    const fits = this.#storagesOf(row).every(
      (storage) =>
        textsOf(storage, 'attachedZoneUuids').includes(wordOf(primary, 'zoneUuid')) &&
        isCompatible(storage as unknown as BackupStorage, primary as unknown as PrimaryStorage),
    );
    return fits ? keys.of('volume', uuidOf(volume)) : undefined;
  }

  #volumeAt(url: string): Row | undefined {
    const prefix = 'volume://';
    return url.startsWith(prefix) ? this.#cloud.byUuid.get(url.slice(prefix.length)) : undefined;
  }

  #storagesOf(row: Row): Row[] {
    return rowsOf(row, 'backupStorageRefs')
      .map((ref) => this.#cloud.byUuid.get(wordOf(ref, 'backupStorageUuid')))
      .filter((storage) => storage !== undefined);
  }
}

/** The status of the image, or the one that follows from its storages where they contradict it. */
function soundStatus(
  { report }: Cloud,
  name: string,
  status: ImageStatus,
  refs: readonly ImageStatus[],
): ImageStatus {
  try {
    checkStatus(status, refs);
    return status;
  } catch {
    report.note('statuses of images that do not fit those on their storages', name);
    return statusFrom(refs);
  }
}

/** Long jobs that make an image, by its uuid. */
function runningJobs({ longJobs }: Cloud): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const job of longJobs) {
    if (textOf(job, 'state') !== 'Running') continue;
    const data = parsed(wordOf(job, 'jobData'));
    const image =
      textOf(job, 'targetResourceUuid') ?? (isRow(data) ? textOf(data, 'resourceUuid') : null);
    if (image !== null) found.set(image, job);
  }
  return found;
}
