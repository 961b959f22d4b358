import { artifactMd5 } from '../../domain/artifact/artifact.js';
import { isConvertible } from '../../domain/artifact/converted-layout.js';
import {
  downloadInstallPath,
  templateInstallPath,
} from '../../domain/backup-storage/install-path.js';
import { makeExportAddress } from '../../domain/image/export-address.js';
import { SUMMED_LATER, type ImageStatus } from '../../domain/image/image.js';
import { contentOfUrl } from '../../domain/image/url-hints.js';
import { urlText } from '../../domain/image/url-text.js';
import type { Volume } from '../../domain/volume/volume.js';
import { isUpload } from '../../domain/upload/upload.js';
import { Refused, type Filling } from './filling.js';
import { checkStatus, statusFrom } from './image-status.js';
import { makeImage } from './image-work.js';
import type { Content, MadeImage, MadeRef, Outline } from './made-image.js';
import { own } from './owning.js';
import { tag } from './tags.js';

/** Statuses of an image whose bits are on the storage. */
const HAS_BITS: readonly ImageStatus[] = ['Ready', 'Deleted', 'Migrating'];

/** Of larger seeds the sums are made when somebody reads them: one takes 40 us to 2 ms. */
const MOST_SUMMED = 1000;

export function fillImage(filling: Filling, made: MadeImage): void {
  const uuid = filling.uuidOf('image', made);
  const refs = made.backupStorages.map((ref) => refOf(filling, made, ref));
  const statuses = refs.map(({ status }) => status);
  if (new Set(refs.map(({ storage }) => storage)).size < refs.length) {
    throw new Refused('it is on one backup storage twice');
  }
  const status = made.status ?? statusFrom(statuses);
  checkStatus(status, statuses);
  const isInMaking = statuses.includes('Downloading') || statuses.includes('Creating');
  if (!isInMaking && (made.job !== undefined || made.longJob !== undefined)) {
    throw new Refused(`nothing makes an image that is ${status}: it has no job`);
  }
  // A volume of a seed that is not sound is not there.
  if (made.volume !== undefined && !filling.isSound) return;
  const outline = outlineOf(filling, made, uuid);
  const hasContent = statuses.some((one) => HAS_BITS.includes(one));
  const dates = filling.datesOf(made, status === 'Deleted');
  insert(filling, made, outline, status, hasContent, dates);
  const ownerUuid = own(filling, 'ImageVO', uuid, made, dates.createDate);
  tag(filling, 'ImageVO', uuid, made, dates.createDate);
  const { lastOpDate } = filling.datesOf(made, true);
  for (const ref of refs) {
    const date = ref.status === 'Deleted' ? lastOpDate : dates.lastOpDate;
    insertRef(filling, made, outline, ref, ownerUuid, { ...dates, lastOpDate: date });
  }
  if (isInMaking) makeImage(filling, made, outline, refs, ownerUuid);
}

function refOf(
  filling: Filling,
  made: MadeImage,
  given: MadeImage['backupStorages'][number],
): MadeRef {
  const storage = filling.backupStorages.get(filling.find('backup-storage', given.name));
  if (!storage) throw new Refused(`the backup storage '${given.name}' could not be made`);
  const { status, progress, installPath, export: copy, shared } = { ...UNSAID, ...given };
  if (shared && installPath === undefined) {
    throw new Refused('what it shares the bytes of is told by its installPath');
  }
  return {
    storage,
    status: status ?? made.status ?? 'Ready',
    progress: progress ?? made.progress ?? 0,
    installPath,
    isShared: shared,
    export: copy === true ? {} : copy,
  };
}

const UNSAID = {
  status: undefined,
  progress: undefined,
  installPath: undefined,
  export: undefined,
  shared: false,
} as const;

function outlineOf(filling: Filling, made: MadeImage, uuid: string): Outline {
  const volumeUuid = made.volume === undefined ? undefined : filling.find('volume', made.volume);
  const url = made.url ?? (volumeUuid === undefined ? undefined : `volume://${volumeUuid}`);
  if (url === undefined)
    throw new Refused('its `url` is missing, or the `volume` that it is made of');
  const volume =
    volumeUuid === undefined ? undefined : filling.world.repositories.volumes.find(volumeUuid);
  return { uuid, url, content: contentOf(filling, made, url, volume), volume };
}

/** The bytes inside: what the seed says of them, the volume, or what AddImage would find. */
function contentOf(
  filling: Filling,
  made: MadeImage,
  url: string,
  volume: Volume | undefined,
): Content {
  const { format, content, size, actualSize, key, name } = made;
  if (volume) {
    return {
      contentId: content ?? volume.contentId,
      format,
      size: size ?? volume.size,
      actualSize: actualSize ?? volume.actualSize,
      isGiven: false,
    };
  }
  if (size !== undefined) {
    const contentId = content ?? key ?? name;
    return { contentId, format, size, actualSize: actualSize ?? size, isGiven: true };
  }
  if (!url.includes('://')) throw new Refused('its `size` is missing');
  const { problem } = urlText(url);
  if (problem !== undefined) throw new Refused(problem);
  const found = contentOfUrl(url, filling.world.repositories.urlHints.find(url), format);
  return {
    contentId: content ?? found.contentId,
    format,
    size: found.size,
    actualSize: actualSize ?? found.actualSize,
    isGiven: content !== undefined || actualSize !== undefined,
  };
}

function insert(
  filling: Filling,
  made: MadeImage,
  { uuid, url, content }: Outline,
  status: ImageStatus,
  hasContent: boolean,
  dates: { readonly createDate: number; readonly lastOpDate: number },
): void {
  // Nobody knows what comes before the first storage has it.
  const isUnknown = status === 'Downloading' && !hasContent;
  filling.write(() =>
    filling.world.repositories.images.insert({
      uuid,
      name: made.name,
      description: made.description,
      state: made.state,
      status,
      size: isUnknown ? 0 : content.size,
      actualSize: isUnknown ? 0 : content.actualSize,
      md5Sum: hasContent ? sumOf(filling, content) : null,
      url,
      mediaType: made.mediaType,
      guestOsType: made.guestOsType,
      type: 'zstack',
      platform: made.platform,
      architecture: made.architecture,
      format: made.format,
      system: made.system,
      virtio: made.virtio,
      contentId: hasContent ? content.contentId : null,
      ...dates,
    }),
  );
}

const sumOf = ({ seed }: Filling, content: Content): string =>
  seed.total > MOST_SUMMED ? SUMMED_LATER : artifactMd5(content);

function insertRef(
  filling: Filling,
  made: MadeImage,
  { uuid, url, content }: Outline,
  ref: MadeRef,
  ownerUuid: string,
  dates: { readonly createDate: number; readonly lastOpDate: number },
): void {
  const { storage, status } = ref;
  // Of an upload nothing has arrived yet.
  const hasNone = ref.isShared || (status === 'Downloading' && isUpload(url));
  const takenBytes = hasNone ? 0 : content.actualSize;
  const copy = exportOf(filling, made, ref, uuid, content);
  filling.ledger.takeFromBackup(storage.uuid, takenBytes + copy.exportBytes);
  const placed = { uuid, mediaType: made.mediaType, ownerUuid };
  filling.write(() =>
    filling.world.repositories.images.insertRef({
      imageUuid: uuid,
      backupStorageUuid: storage.uuid,
      installPath: ref.installPath ?? placeOf(ref, placed, url),
      status,
      takenBytes,
      ...copy,
      ...dates,
    }),
  );
}

function placeOf(
  { storage, status }: MadeRef,
  placed: Parameters<typeof templateInstallPath>[1],
  url: string,
): string {
  if (HAS_BITS.includes(status)) return templateInstallPath(storage, placed);
  const isDownload = status === 'Downloading' && !isUpload(url);
  return isDownload ? downloadInstallPath(storage, placed, url) : '';
}

const NO_EXPORT = { exportUrl: null, exportMd5Sum: null, exportBytes: 0, exportFormat: null };

/** A copy that clients can download, or none. */
function exportOf(
  filling: Filling,
  { name }: MadeImage,
  { storage, status, export: wanted }: MadeRef,
  uuid: string,
  { format, contentId, size, actualSize }: Content,
) {
  if (!wanted) return NO_EXPORT;
  if (status !== 'Ready') throw new Refused(`what is ${status} on a storage is not exported there`);
  if (storage.type !== 'ImageStoreBackupStorage' && storage.type !== 'Ceph') {
    throw new Refused(`a storage of the type ${storage.type} exports nothing`);
  }
  const exportFormat = wanted.format ?? format;
  if (exportFormat !== format && !isConvertible(format, exportFormat)) {
    throw new Refused(`it cannot be exported as ${exportFormat}: it is ${format}`);
  }
  return {
    exportUrl:
      wanted.url ??
      makeExportAddress(
        filling.controlUrl,
        filling.world.keys,
        storage,
        { uuid, name },
        exportFormat,
      ),
    exportMd5Sum: artifactMd5({ contentId, format: exportFormat, from: format, size }),
    exportBytes: actualSize,
    exportFormat,
  };
}
