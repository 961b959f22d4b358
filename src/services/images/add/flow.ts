import { apiError, toErrorCode, type ErrorCode } from '../../../core/api-error.js';
import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import { downloadInstallPath } from '../../../domain/backup-storage/install-path.js';
import {
  imageStatusMachine,
  type Image,
  type ImageBackupStorageRef,
} from '../../../domain/image/image.js';
import { contentOfUrl, type UrlContent } from '../../../domain/image/url-hints.js';
import { assertUsable } from '../../storages/backup/usable.js';
import { takeFromBackupStorage } from '../../storages/capacity.js';
import { keepContent, type ReceivedBytes } from '../contents.js';
import { corruptedContent } from '../corruption.js';
import type { Flow, StepRun } from '../../../jobs/flow.js';
import { backupStorageOf, newUuid } from '../../resources/lookup.js';
import { removeImage, removeImageRef } from '../delete/remove-image.js';
import { bringRef, imageInMaking, insertRef } from '../template-parts/refs.js';
import { startUpload } from '../uploads/start-upload.js';
import { copyingTime } from '../../../jobs/work-time.js';
import { writeTags } from '../../tags/write-tags.js';
import { arrived } from './arrived.js';
import { ask, checkMadeUp, download, type Asked } from './download.js';
import type { AddImageRequest } from './request.js';
import { isUpload } from '../../../domain/upload/upload.js';
import { checkLength, checkScheme, isReadSomewhere, notDownloaded, unreadable } from './sources.js';
import type { World } from '../../../domain/world.js';

interface AddImageContext {
  readonly request: AddImageRequest;
  imageUuid?: string;
  errors?: ErrorCode[];
  /** Of an export of made-up bytes: what it is, so that none are downloaded. */
  content?: UrlContent;
  /** Storages whose bytes a fault rule changes on their way. */
  corrupted?: string[];
}

type Run = StepRun<AddImageContext>;

/**
 * AddImage after its checks: one download per storage; the image is there when all of them are, and
 * gone when one of them fails.
 */
export const addImageFlow: Flow<AddImageContext> = {
  name: 'add-image',
  firstStep: 'create-image',
  isPlain: true,
  stepsWithSubjects: ['start-download', 'take-room', 'finish-download'],
  stepsThatCorrupt: ['take-room'],
  stepsThatTakeBytes: ['create-image', 'start-download', 'take-room', 'finish-download'],
  steps: {
    'create-image': createImage,
    'start-download': startDownload,
    'take-room': takeRoom,
    'finish-download': finishDownload,
  },
  errands: {
    'ask-length': {
      goesOnWith: 'take-room',
      run: ({ world, context }) => ask(world, context.request.url),
    },
    fetch: {
      goesOnWith: 'finish-download',
      run: ({ world, context, subject }) => fetched(world, context, subject ?? ''),
    },
  },
  rollback({ world, context }) {
    if (context.imageUuid === undefined) return;
    removeImage(world, context.imageUuid);
  },
};

/** What a download brought, and where it lies. */
interface Fetched extends ReceivedBytes {
  readonly path: string;
}

/** Brings an image's bytes to a path of their own: each attempt has another one. */
async function fetched(
  world: World,
  { request: { url }, imageUuid = '', corrupted = [] }: AddImageContext,
  backupStorageUuid: string,
): Promise<Fetched> {
  const path = world.blobFiles.newArrivalPath();
  try {
    const bytes = await download(world, url, path, corrupted.includes(backupStorageUuid));
    // Nobody waits for the bytes of an image that was called off meanwhile.
    if (world.repositories.images.findRef(imageUuid, backupStorageUuid)) return { ...bytes, path };
    throw apiError('SYS.1006', `image [uuid:${imageUuid}] has been deleted`);
  } catch (error) {
    world.blobFiles.discard(path);
    throw error;
  }
}

function createImage(run: Run): void {
  const { world, context, now } = run;
  const { request } = context;
  const { images, accounts } = world.repositories;
  const uuid = newUuid(world, request.resourceUuid);
  images.insert({
    uuid,
    name: request.name,
    description: request.description,
    state: 'Enabled',
    status: 'Downloading',
    size: 0,
    actualSize: 0,
    md5Sum: null,
    url: request.url,
    mediaType: request.format === 'iso' ? 'ISO' : request.mediaType,
    guestOsType: request.guestOsType,
    type: 'zstack',
    platform: request.platform,
    architecture: request.architecture,
    format: request.format,
    system: request.system,
    virtio: request.virtio,
    contentId: null,
    createDate: now,
    lastOpDate: now,
  });
  accounts.own(request.ownerUuid, uuid, 'ImageVO');
  writeTags(world, 'ImageVO', uuid, request, now);
  context.imageUuid = uuid;
  for (const backupStorageUuid of request.backupStorageUuids) {
    insertRef(
      world,
      { imageUuid: uuid, backupStorageUuid, status: 'Downloading', takenBytes: 0 },
      now,
    );
    run.schedule('start-download', backupStorageUuid);
  }
}

/** The storage accepts the download, and asks how long it will be. */
function startDownload(run: Run): void {
  attempt(run, (image, ref) => {
    const { world, context, now } = run;
    const { request } = context;
    const storage = backupStorageOf(world, ref.backupStorageUuid);
    assertUsable(storage, 'DownloadImageMsg');
    checkScheme(storage, request);
    if (isUpload(request.url)) {
      startUpload(world, run.job.uuid, image, ref, request.controlUrl, now);
      return 'done';
    }
    const { ownerUuid, url } = request;
    const installPath = downloadInstallPath(storage, { ...image, ownerUuid }, url);
    world.repositories.images.updateRef(ref, { installPath }, now);
    run.schedule(isReadSomewhere(world, url) ? 'ask-length' : 'take-room', storage.uuid);
    return 'goes on';
  });
}

/** What the download will need is taken before it begins. */
function takeRoom(run: Run): void {
  attempt(run, (_image, ref) => {
    const { world, context, now } = run;
    const { request } = context;
    const storage = backupStorageOf(world, ref.backupStorageUuid);
    const bytes = expectedLength(run, storage);
    checkLength(world, storage, request, bytes);
    if (!takeFromBackupStorage(world, storage.uuid, bytes)) {
      throw unreadable(storage, request.url, 'no space left on device');
    }
    world.repositories.images.updateRef(ref, { takenBytes: bytes }, now);
    if (run.isCorrupted) (context.corrupted ??= []).push(storage.uuid);
    const isDownloaded = run.report !== undefined && context.content === undefined;
    if (isDownloaded) run.schedule('fetch', storage.uuid);
    else
      run.schedule(
        'finish-download',
        storage.uuid,
        copyingTime(world, 'download', [context.imageUuid ?? ''], storage, bytes),
      );
    return 'goes on';
  });
}

function expectedLength(run: Run, storage: BackupStorage): number {
  const { world, context, report } = run;
  const { url, format } = context.request;
  if (report && 'error' in report) throw unreadable(storage, url, report.error.details);
  if (report) {
    const { length, content } = report.value as Asked;
    if (content) context.content = content;
    // A server that does not tell is believed: what comes is counted at its end.
    return length ?? 1_048_576;
  }
  const hint = world.repositories.urlHints.find(url);
  if (typeof hint?.failure === 'string') throw unreadable(storage, url, hint.failure);
  return contentOfUrl(url, hint, format).actualSize;
}

/** The bits are on the storage: the ref is Ready, and the image once all storages have it. */
function finishDownload(run: Run): void {
  const { unitOfWork, blobFiles } = run.world;
  const path = run.report && 'value' in run.report ? (run.report.value as Fetched).path : undefined;
  if (path !== undefined) {
    // The image has its bytes by then, or nobody has; what is undone is fetched again.
    unitOfWork.afterCommit(() => blobFiles.discard(path));
    unitOfWork.afterRollback(() => blobFiles.discard(path));
  }
  attempt(run, (image, ref) => {
    const { world, now } = run;
    const storage = backupStorageOf(world, ref.backupStorageUuid);
    assertUsable(storage, 'DownloadImageMsg');
    if (run.isOutOfRoom) {
      throw notDownloaded(storage, run.context.request.url, 'no space left on device');
    }
    const content = received(run, storage);
    const difference = content.actualSize - ref.takenBytes;
    if (!takeFromBackupStorage(world, storage.uuid, difference)) {
      throw unreadable(storage, run.context.request.url, 'no space left on device');
    }
    bringRef(world, ref, { takenBytes: content.actualSize }, now);
    world.repositories.images.update(image, arrived(world, image, content, storage), now);
    return 'done';
  });
}

function received(run: Run, storage: BackupStorage): UrlContent {
  const { world, context, report, now } = run;
  const { url } = context.request;
  if (!report) return madeUp(run, storage);
  if ('error' in report) {
    throw notDownloaded(storage, url, report.error.details);
  }
  const { path, ...bytes } = report.value as Fetched;
  const contentId = keepContent(world, path, bytes, now);
  const { virtualSize: size, length: actualSize, format } = bytes;
  return { contentId, size, actualSize, format };
}

/** What nobody reads anywhere: made up from the url, or known of an export. */
function madeUp({ world, context }: Run, storage: BackupStorage): UrlContent {
  const { url, format } = context.request;
  const content =
    context.content ?? contentOfUrl(url, world.repositories.urlHints.find(url), format);
  const isCorrupted = context.corrupted?.includes(storage.uuid) === true;
  const contentId = isCorrupted ? corruptedContent(content.contentId) : content.contentId;
  try {
    checkMadeUp(world, url, { contentId, format: content.format ?? format, size: content.size });
  } catch (error) {
    throw notDownloaded(storage, url, toErrorCode(error).details);
  }
  return { ...content, contentId };
}

/** Works on one storage's ref; what fails there is remembered, and its ref goes. */
function attempt(
  run: Run,
  work: (image: Image, ref: ImageBackupStorageRef) => 'done' | 'goes on',
): void {
  const { world, context } = run;
  const { images } = world.repositories;
  const image = imageInMaking(world, context.imageUuid ?? '');
  const ref = images.findRef(image.uuid, run.subject ?? '');
  try {
    if (!ref) throw apiError('SYS.1006', `image [uuid:${image.uuid}] has been deleted`);
    run.meetFault();
    if (run.alone(() => work(image, ref)) === 'goes on') return;
  } catch (error) {
    (context.errors ??= []).push(toErrorCode(error));
    if (ref) removeImageRef(world, ref);
  }
  finishJob(run);
}

/** Ends the job once no storage is at work any more. */
function finishJob(run: Run): void {
  if (run.hasOtherTasks()) return;
  const { world, context, now } = run;
  const { request, errors = [] } = context;
  const [cause] = errors;
  if (cause) {
    throw apiError(
      'SYS.1002',
      `Failed to download image[name:${request.name}] on all backup storage[${request.backupStorageUuids.join(', ')}].`,
      cause,
    );
  }
  const image = imageInMaking(world, context.imageUuid ?? '');
  if (image.contentId !== null && imageStatusMachine.accepts(image.status, 'bitsReady')) {
    const status = imageStatusMachine.next(image.status, 'bitsReady');
    world.repositories.images.update(image, { status }, now);
  }
  run.succeed({ imageUuid: image.uuid });
}
