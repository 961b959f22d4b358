import { closeSync, createReadStream, createWriteStream, openSync } from 'node:fs';
import { Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RestError } from '../../../core/rest-error.js';
import { partialOf, type Upload } from '../../../domain/upload/upload.js';
import { ByteMeter } from '../../../jobs/byte-meter.js';
import { takeFromBackupStorage } from '../../storages/capacity.js';
import type { World } from '../../../domain/world.js';
import { finishUpload } from './finish-upload.js';
import { isComplete, resumeOffset, withSlice } from '../../../domain/upload/slices.js';
import { whileReceiving } from './under-way.js';

/** What the headers of an upload request say; sizes and offset in bytes. */
export interface SliceRequest {
  readonly key: string;
  readonly imageSize: number;
  readonly sliceOffset: number;
  readonly sliceSize: number;
  readonly sliceIndex: number | null;
  readonly sliceMd5: string | null;
}

/**
 * Takes one slice of an image (or all of it), written to its file as it comes. The slice counts
 * once all of its bytes are there and its MD5 is right; the last one makes the image Ready.
 * Answers where a client would go on.
 * @throws {RestError} in the words of the storage's agent; what had arrived before stays
 */
export async function receiveSlice(
  world: World,
  backupStorageUuid: string,
  request: SliceRequest,
  body: Readable,
): Promise<{ offset: number; completed: boolean }> {
  const upload = world.unitOfWork.run(() => announce(world, backupStorageUuid, request));
  return whileReceiving(world, upload, async () => {
    const meter = await store(world, upload, request, body);
    const known = note(world, upload, request);
    if (!isComplete(known)) return { offset: resumeOffset(known), completed: false };
    const isWhole = request.sliceSize >= request.imageSize;
    const bytes = (isWhole ? meter : await readAgain(world, known)).result();
    const cause = { kind: 'call', name: 'UploadImageSlice', jobUuid: null } as const;
    world.causes.within(cause, () => finishUpload(world, known, bytes));
    return { offset: request.imageSize, completed: true };
  });
}

/** The first request takes the image's room on the storage; all others must agree with it. */
function announce(world: World, storageUuid: string, request: SliceRequest): Upload {
  const { uploads, images } = world.repositories;
  const { key, imageSize, sliceSize, sliceOffset, sliceIndex } = request;
  const upload = uploads.findByKey(key, storageUuid);
  const image = upload && images.find(upload.imageUuid);
  const ref = upload && images.findRef(upload.imageUuid, storageUuid);
  if (!upload || !image || !ref) throw noUpload(world, key, storageUuid);
  const isFirst = upload.imageSize === null;
  if (!isFirst && (upload.imageSize !== imageSize || upload.sliceSize !== sliceSize)) {
    throw new RestError(
      400,
      `every upload request for image[uuid:${image.uuid}] should has the same slice size and image size`,
    );
  }
  const isAligned = sliceOffset % sliceSize === 0 && sliceOffset < imageSize;
  if (!isAligned || (sliceIndex !== null && sliceIndex * sliceSize !== sliceOffset)) {
    throw new RestError(
      400,
      `invalid slice offset header: ${sliceOffset}, image_size: ${imageSize}`,
    );
  }
  if (isFirst) {
    const now = world.clock.now();
    const isTooLarge = imageSize > world.fetching.largestImage;
    if (isTooLarge || !takeFromBackupStorage(world, storageUuid, imageSize)) {
      throw new RestError(507, `capacity not enough for size: ${imageSize}`);
    }
    images.updateRef(ref, { takenBytes: imageSize }, now);
    images.update(image, { actualSize: imageSize }, now);
    uploads.update(upload, { imageSize, sliceSize }, now);
    return { ...upload, imageSize, sliceSize };
  }
  return upload;
}

/** A key that is not known, or no longer because the image is complete. */
function noUpload({ repositories }: World, key: string, storageUuid: string): RestError {
  return repositories.images.findRef(key, storageUuid)
    ? new RestError(409, `image[uuid: ${key}] upload has completed`)
    : new RestError(404, `image not found ${key}`);
}

async function store(
  world: World,
  upload: Upload,
  { imageSize, sliceSize, sliceOffset, sliceMd5 }: SliceRequest,
  body: Readable,
): Promise<ByteMeter> {
  const path = pathOf(world, upload);
  closeSync(openSync(path, 'a', 0o600));
  const expected = Math.min(sliceSize, imageSize - sliceOffset);
  const wrongLength = (actual: number) =>
    new RestError(400, `the slice at ${sliceOffset} has ${actual} bytes, expected: ${expected}`);
  const meter = new ByteMeter(expected, () => wrongLength(expected + 1));
  try {
    await pipeline(body, meter, createWriteStream(path, { flags: 'r+', start: sliceOffset }));
  } catch (error) {
    if (error instanceof RestError) throw error;
    throw new RestError(400, `the slice at ${sliceOffset} did not arrive whole`);
  }
  if (meter.length !== expected) throw wrongLength(meter.length);
  if (sliceMd5 !== null) {
    const { md5 } = meter.result();
    if (md5 !== sliceMd5) {
      throw new RestError(406, `content md5 not match, expected: ${sliceMd5}, actual: ${md5}`);
    }
  }
  return meter;
}

/** The slice has arrived. */
function note(world: World, { imageUuid, backupStorageUuid, key }: Upload, request: SliceRequest) {
  return world.unitOfWork.run(() => {
    const { uploads } = world.repositories;
    // It may have been deleted while its bytes came.
    const upload = uploads.find(imageUuid, backupStorageUuid);
    if (!upload) throw new RestError(404, `image not found ${key}`);
    const received = withSlice(upload, request.sliceOffset / request.sliceSize);
    uploads.update(upload, { received }, world.clock.now());
    return { ...upload, received };
  });
}

/** The sum over an image that came in pieces. */
async function readAgain(world: World, upload: Upload): Promise<ByteMeter> {
  const meter = new ByteMeter(Number.MAX_SAFE_INTEGER, () => new Error('endless'));
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline(createReadStream(pathOf(world, upload)), meter, nowhere);
  return meter;
}

const pathOf = (world: World, upload: Upload) => world.blobFiles.partialPathOf(partialOf(upload));
