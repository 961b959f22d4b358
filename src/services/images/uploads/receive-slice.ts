import type { Readable } from 'node:stream';
import { isFull } from '../../../core/api-error.js';
import { codeOf } from '../../../core/code-of.js';
import { RestError } from '../../../core/rest-error.js';
import { hasSlice, isComplete, resumeOffset, withSlice } from '../../../domain/upload/slices.js';
import { partialOf, type Upload } from '../../../domain/upload/upload.js';
import { originOf } from '../../../domain/write-history.js';
import type { World } from '../../../domain/world.js';
import { ByteMeter, ByteSum } from '../../../jobs/byte-meter.js';
import { addRest, copyInto, isPartOf, receiveInto } from '../../../jobs/sparse-file.js';
import { announce, type SliceRequest, uploadGone } from './announce-slice.js';
import { sha256OfFile } from '../sums.js';
import { finishUpload, sumsOfUpload } from './finish-upload.js';
import type { UnderWay } from './under-way.js';
import { whileReceiving } from './watch-upload.js';

/** Where a client goes on, in bytes, and whether there is nothing more to bring. */
export interface Progress {
  readonly offset: number;
  readonly completed: boolean;
}

/**
 * Takes one slice of an image (or all of it). Its bytes come into a file of their own; once all of them are
 * there and their MD5 is right they are copied into the upload's file, where nothing is acknowledged yet, and
 * one commit acknowledges them. The commit that acknowledges the last one makes the image Ready.
 * @throws {RestError} in the words of the storage's agent; what is acknowledged stays as it is
 */
export async function receiveSlice(
  world: World,
  backupStorageUuid: string,
  request: SliceRequest,
  body: Readable,
): Promise<Progress> {
  try {
    const upload = world.unitOfWork.run(() => announce(world, backupStorageUuid, request));
    return await whileReceiving(world, upload, request.asking, (underWay) =>
      receive(world, upload, request, body, underWay),
    );
  } catch (error) {
    if (!isFull(error)) throw error;
    // The real agent's words for a storage without room; why, and what to do, are ours.
    const { imageSize } = request;
    throw new RestError(
      507,
      `capacity not enough for size: ${imageSize} (the emulator's disk is full, or its database may not grow: make room, and send the slice again)`,
    );
  }
}

async function receive(
  world: World,
  upload: Upload,
  request: SliceRequest,
  body: Readable,
  underWay: UnderWay,
): Promise<Progress> {
  const path = world.blobFiles.newArrivalPath();
  try {
    const sum = await arrive(request, body, path);
    return await underWay.alone(() => join(world, upload, request, { path, sum }, underWay));
  } finally {
    world.blobFiles.discard(path);
  }
}

/** The bytes of a slice, in a file of their own. */
interface Arrival {
  readonly path: string;
  /** Of a slice that was not summed up: undefined. */
  readonly sum: ByteSum | undefined;
}

const isWhole = ({ sliceSize, imageSize }: SliceRequest) => sliceSize >= imageSize;

async function arrive(
  request: SliceRequest,
  body: Readable,
  path: string,
): Promise<ByteSum | undefined> {
  const { imageSize, sliceSize, sliceOffset, sliceMd5 } = request;
  const expected = Math.min(sliceSize, imageSize - sliceOffset);
  const wrongLength = (actual: number) =>
    new RestError(400, `the slice at ${sliceOffset} has ${actual} bytes, expected: ${expected}`);
  // A sum takes as long as everything else together.
  const sum = sliceMd5 !== null || isWhole(request) ? ByteSum.ofNothing() : undefined;
  const meter = new ByteMeter(expected, () => wrongLength(expected + 1), sum);
  try {
    await receiveInto(body, meter, path);
  } catch (error) {
    // What the machine says (a full disk, say) is no fault of the client.
    if (error instanceof RestError || isOfMachine(error)) throw error;
    throw new RestError(400, `the slice at ${sliceOffset} did not arrive whole`);
  }
  if (meter.length !== expected) throw wrongLength(meter.length);
  const md5 = sum?.result().md5;
  if (sliceMd5 !== null && md5 !== sliceMd5) {
    throw new RestError(406, `content md5 not match, expected: ${sliceMd5}, actual: ${md5}`);
  }
  return sum;
}

/** Errors of the file system; a client that goes away has a code of Node's or of its connection. */
const isOfMachine = (error: unknown): boolean =>
  /^E[A-Z]+$/.test(codeOf(error)) && !['ECONNRESET', 'EPIPE'].includes(codeOf(error));

/** Lets a slice that is all right become part of its upload; belongs into the upload's turn. */
async function join(
  world: World,
  begun: Upload,
  request: SliceRequest,
  arrival: Arrival,
  underWay: UnderWay,
): Promise<Progress> {
  const upload = stillThere(world, begun);
  const slice = request.sliceOffset / request.sliceSize;
  const next = { ...upload, received: withSlice(upload, slice) };
  if (hasSlice(upload, slice)) {
    await checkRepeat(world, upload, request, arrival);
    return { offset: resumeOffset(upload), completed: false };
  }
  const path = isWhole(request) ? arrival.path : world.blobFiles.partialPathOf(partialOf(upload));
  const sum = isWhole(request) ? arrival.sum : await addSlice(request, arrival, path, underWay);
  const origin = originOf('call', 'UploadImageSlice', upload.jobUuid, request.asking);
  if (!isComplete(next)) {
    const keep = () => {
      stillThere(world, upload);
      world.repositories.uploads.update(upload, { received: next.received }, world.clock.now());
    };
    world.writes.within(origin, () => world.unitOfWork.run(keep));
    underWay.sum = sum;
    return { offset: resumeOffset(next), completed: false };
  }
  const all = sum ?? ByteSum.ofNothing();
  if (all.length < request.imageSize) await addRest(all, path);
  const isPromised = sumsOfUpload(world, upload.imageUuid).sha256 !== undefined;
  const sha256 = isPromised ? await sha256OfFile(path) : undefined;
  const cause = { kind: 'call', name: 'UploadImageSlice', jobUuid: null } as const;
  const finish = () => {
    stillThere(world, upload);
    finishUpload(world, next, path, { ...all.result(), sha256 });
  };
  world.writes.within(origin, () => world.causes.within(cause, finish));
  return { offset: request.imageSize, completed: true };
}

/**
 * Copies a slice into the upload's file. What a process that was killed there left of another one is
 * overwritten: until the commit none of it counts. Answers the sum of the bytes from the first one on, as far as
 * they came one after the other.
 */
async function addSlice(
  { sliceOffset }: SliceRequest,
  arrival: Arrival,
  path: string,
  { sum: known }: UnderWay,
): Promise<ByteSum | undefined> {
  const before = sliceOffset === 0 ? ByteSum.ofNothing() : known;
  if (before?.length !== sliceOffset) {
    await copyInto(arrival.path, path, sliceOffset, undefined);
    return known?.copy();
  }
  const sum = before.copy();
  await copyInto(arrival.path, path, sliceOffset, sum);
  return sum;
}

/** A client may not know that a slice has arrived; but what is acknowledged stays as it is. */
async function checkRepeat(
  world: World,
  upload: Upload,
  { sliceOffset }: SliceRequest,
  { path }: Arrival,
): Promise<void> {
  const partial = world.blobFiles.partialPathOf(partialOf(upload));
  if (await isPartOf(path, partial, sliceOffset)) return;
  throw new RestError(
    409,
    `the slice at ${sliceOffset} of image[uuid: ${upload.key}] has been uploaded with other bytes`,
  );
}

/**
 * The upload as it is now.
 * @throws {RestError} when it has ended, also when another one began in its place
 */
function stillThere(world: World, upload: Upload): Upload {
  const { imageUuid, backupStorageUuid, jobUuid, key } = upload;
  const found = world.repositories.uploads.find(imageUuid, backupStorageUuid);
  if (found?.jobUuid === jobUuid) return found;
  throw uploadGone(world, key, backupStorageUuid);
}
