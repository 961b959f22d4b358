import { createHash } from 'node:crypto';
import { originOf } from '../../domain/artifact/artifact-identity.js';
import { STREAM_VMDK_MAX_BYTES } from '../../domain/artifact/stream-vmdk-layout.js';
import type { ImagePackage, ImagePackageDisk } from '../../domain/image-package/image-package.js';
import type { ImageFormat } from '../../domain/image/image.js';
import { TAR_END_BYTES, tarHeader, tarPadding } from '../../domain/ova/tar.js';
import type { World } from '../../domain/world.js';
import { artifact, type Artifact, type ArtifactRequest } from '../images/artifacts.js';

/** A piece of a package's file, or one of the files in it. */
type Part = Pick<Artifact, 'length' | 'read'>;

type DiskBytes = Pick<ImagePackageDisk, 'contentId' | 'volumeFormat' | 'format' | 'virtualSize'>;

/**
 * The format that a volume's bytes get in a package: real ones stay as they came, the others become VMDKs, which
 * every reader of OVFs takes, unless a disk is larger than those can be.
 */
export function formatInPackage(
  { repositories }: World,
  contentId: string,
  volumeFormat: ImageFormat,
  virtualSize: number,
): ImageFormat {
  const real = repositories.blobs.find(contentId);
  if (real) return real.format;
  return volumeFormat !== 'iso' && virtualSize <= STREAM_VMDK_MAX_BYTES ? 'vmdk' : volumeFormat;
}

/** Which bytes a disk of a package has. */
export function wantedOf({
  contentId,
  volumeFormat,
  format,
  virtualSize,
}: DiskBytes): ArtifactRequest {
  const size = virtualSize;
  if (format === volumeFormat) return { contentId, format, size };
  const origin = originOf({ contentId, format: volumeFormat, size });
  return { contentId: origin.contentId, format, from: origin.from ?? volumeFormat, size };
}

/** @throws SYS.1006 where the file of real bytes is not there */
export const diskArtifact = (world: World, disk: ImagePackageDisk): Artifact =>
  artifact(world, disk.fileName, wantedOf(disk));

/** The names of the descriptor and of the manifest: those of the disks without their ends. */
const baseOf = ([disk]: readonly ImagePackageDisk[]) =>
  (disk?.fileName ?? 'package').replace(/-disk\d+\.\w+$/, '');

/** A name that any system takes as that of a file, for the files of a package. */
export const fileBase = (name: string): string =>
  name
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[.-]+/, '_')
    .slice(0, 60) || 'package';

/** The file of a package: descriptor, manifest, disks. */
export const packageArtifact = (
  world: World,
  image: ImagePackage,
  disks: readonly ImagePackageDisk[],
): Artifact => ({
  fileName: `${baseOf(disks)}.ova`,
  ...joined(partsOf(world, image, disks)),
});

function partsOf(
  world: World,
  image: ImagePackage,
  disks: readonly ImagePackageDisk[],
): readonly Part[] {
  const seconds = Math.floor(image.createDate / 1000);
  const files = filesOf(world, image, disks).flatMap(({ fileName, ...file }) => [
    ofBuffer(tarHeader(fileName, file.length, seconds)),
    file,
    zeros(tarPadding(file.length)),
  ]);
  return [...files, zeros(TAR_END_BYTES)];
}

/** The files in a package, in their order. */
export function filesOf(
  world: World,
  { ovf }: Pick<ImagePackage, 'ovf'>,
  disks: readonly ImagePackageDisk[],
): Artifact[] {
  const base = baseOf(disks);
  const descriptor = Buffer.from(ovf);
  const ofDescriptor = createHash('sha256').update(descriptor).digest('hex');
  const sums = [
    [`${base}.ovf`, ofDescriptor],
    ...disks.map(({ fileName, sha256 }) => [fileName, sha256 ?? ''] as const),
  ];
  const manifest = sums.map(([name, sum]) => `SHA256(${name})= ${sum}\n`).join('');
  return [
    { fileName: `${base}.ovf`, ...ofBuffer(descriptor) },
    { fileName: `${base}.mf`, ...ofBuffer(Buffer.from(manifest)) },
    ...disks.map((disk) => diskArtifact(world, disk)),
  ];
}

/** A sum over bytes that are read as they come, others being answered meanwhile. */
export async function sumOf(algorithm: 'md5' | 'sha256', { read, length }: Part): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of read(0, length)) hash.update(chunk);
  return hash.digest('hex');
}

/** The sums of a package whose disks are all made up: their bytes are made while they are read. */
export function sumsOfMadeUp(
  world: World,
  image: ImagePackage,
  disks: readonly ImagePackageDisk[],
): { readonly sha256: readonly string[]; readonly md5: string } {
  const summed = disks.map((disk) => ({
    ...disk,
    sha256: hashOf('sha256', [diskArtifact(world, disk)]),
  }));
  return {
    sha256: summed.map((disk) => disk.sha256),
    md5: hashOf('md5', partsOf(world, image, summed)),
  };
}

function hashOf(algorithm: 'md5' | 'sha256', parts: readonly Part[]): string {
  const hash = createHash(algorithm);
  for (const { read, length } of parts) {
    for (const chunk of read(0, length) as Iterable<Buffer>) hash.update(chunk);
  }
  return hash.digest('hex');
}

const ofBuffer = (bytes: Buffer): Part => ({
  length: bytes.length,
  read: (start, end) => (start < end ? [bytes.subarray(start, end)] : []),
});

/** Fewer than a megabyte of them. */
const zeros = (length: number): Part => ofBuffer(Buffer.alloc(length));

/** Parts one after the other, of which only those are read that a range touches. */
function joined(parts: readonly Part[]): Part {
  return {
    length: parts.reduce((all, { length }) => all + length, 0),
    async *read(start, end) {
      let at = 0;
      for (const { length, read } of parts) {
        const first = Math.max(start - at, 0);
        const last = Math.min(end - at, length);
        if (first < last) yield* read(first, last);
        at += length;
      }
    },
  };
}
