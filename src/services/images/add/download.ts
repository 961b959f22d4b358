import { Readable } from 'node:stream';
import { apiError } from '../../../core/api-error.js';
import { RestError } from '../../../core/rest-error.js';
import { artifactChunks } from '../../../domain/artifact/artifact.js';
import { contentIdOf } from '../../../domain/artifact/artifact-identity.js';
import { readExportAddress } from '../../../domain/image/export-address.js';
import type { UrlContent } from '../../../domain/image/url-hints.js';
import { urlText } from '../../../domain/image/url-text.js';
import type { World } from '../../../domain/world.js';
import { ByteMeter, ByteSum } from '../../../jobs/byte-meter.js';
import { receiveInto } from '../../../jobs/sparse-file.js';
import { bytesOf, md5OfContent, type ArtifactRequest } from '../artifacts.js';
import type { ReceivedBytes } from '../contents.js';
import { corrupted } from '../corruption.js';
import { exportBehind, type FoundExport } from '../export/find-export.js';
import { inspectFile } from '../inspect-file.js';
import { differenceOf, sha256Of, sha256OfFile } from '../sums.js';
import { bytesAt, lengthOf } from './fetch.js';

/** What is known of a source before its bytes are read. */
export interface Asked {
  /** In bytes, or null when its server does not say. */
  readonly length: number | null;
  /** Of made-up bytes: all that there is to know, so nothing is downloaded. */
  readonly content: UrlContent | null;
}

/**
 * Asks what is behind a url that is not made up from its text: an export of this process, or what the operator
 * allows to be fetched.
 * @throws SYS.1006 when it cannot be had
 */
export async function ask(world: World, url: string): Promise<Asked> {
  const found = lookForExport(world, url);
  if (!found) {
    return { length: await lengthOf(urlText(url).address, world.fetching), content: null };
  }
  const { image, wanted, from } = found;
  if (from.repositories.blobs.find(wanted.contentId)) {
    return { length: bytesOf(from, wanted).length, content: null };
  }
  const { size, actualSize } = image;
  const content = { contentId: contentIdOf(wanted), size, actualSize, format: wanted.format };
  return { length: actualSize, content };
}

/**
 * Brings what is behind a url into a new file, through memory of one chunk.
 * @throws SYS.1006 when it cannot be had, is too large, needs another file, or cannot be what it says it is
 */
export async function download(
  world: World,
  url: string,
  path: string,
  isCorrupted: boolean,
): Promise<ReceivedBytes> {
  const most = world.fetching.largestImage;
  const tooLarge = () =>
    refuse(`${url} is larger than the ${most} bytes that EMULATOR_LARGEST_IMAGE allows`);
  const sum = ByteSum.ofNothing();
  const source = await sourceOf(world, url);
  await receiveInto(
    isCorrupted ? Readable.from(corrupted(source)) : source,
    new ByteMeter(most, tooLarge, sum),
    path,
  );
  const { length, md5 } = sum.result();
  const wanted = urlText(url).sums;
  const sha256 = wanted.sha256 === undefined ? undefined : await sha256OfFile(path);
  const difference = differenceOf(wanted, { md5, sha256 });
  if (difference !== undefined) throw refuse(difference);
  const { format, virtualSize, hasBackingFile, defect } = inspectFile(path);
  if (hasBackingFile) throw refuse(`Qcow2 image ${url} has backing file`);
  if (defect !== null) throw refuse(`cannot get the virtual size of the file[${url}]: ${defect}`);
  return { length, virtualSize, format, md5 };
}

/**
 * Checks that made-up bytes are those that the url promises.
 * @throws SYS.1006
 */
export function checkMadeUp(world: World, url: string, bytes: ArtifactRequest): void {
  const wanted = urlText(url).sums;
  if (wanted.md5 === undefined && wanted.sha256 === undefined) return;
  const md5 = md5OfContent(world, bytes);
  const sha256 = wanted.sha256 === undefined ? undefined : sha256Of(artifactChunks(bytes));
  const difference = differenceOf(wanted, { md5, sha256 });
  if (difference !== undefined) throw refuse(difference);
}

const refuse = (reason: string) => apiError('SYS.1006', reason);

/** @throws SYS.1006 for an export that has ended, or of another emulator where nothing is fetched */
function lookForExport(
  world: World,
  url: string,
): (FoundExport & { readonly from: World }) | undefined {
  const { address } = urlText(url);
  try {
    const found = exportBehind(world, address);
    if (found || world.fetching.isAllowed) return found;
  } catch (error) {
    if (error instanceof RestError) throw refuse(`the server answered ${error.status}`);
    throw error;
  }
  if (!readExportAddress(address)) return undefined;
  throw refuse(
    'the server answered 404 (no environment of this emulator exports anything there; those of others are read with EMULATOR_FETCH=allow)',
  );
}

async function sourceOf(world: World, url: string): Promise<Readable> {
  const found = lookForExport(world, url);
  if (!found) return bytesAt(urlText(url).address, world.fetching);
  const { read, length } = bytesOf(found.from, found.wanted);
  return Readable.from(read(0, length));
}
