import { apiError } from '../../../core/api-error.js';
import { isConvertible } from '../../../domain/artifact/converted-layout.js';
import { makeExportAddress } from '../../../domain/image/export-address.js';
import type { Image, ImageBackupStorageRef, ImageFormat } from '../../../domain/image/image.js';
import { md5OfContent, type ArtifactRequest } from '../artifacts.js';
import { giveBackToBackupStorage, takeFromBackupStorage } from '../../storages/capacity.js';
import type { Flow } from '../../../jobs/flow.js';
import { backupStorageOf, imageOf } from '../../resources/lookup.js';
import { copyingTime } from '../../../jobs/work-time.js';
import type { World } from '../../../domain/world.js';

/** What an export answers. */
export interface Export {
  readonly imageUrl: string;
  /** Null when the image was exported before, as on a real Ceph storage. */
  readonly exportMd5Sum: string | null;
}

/** What is asked for: which image, from which storage, in which format (null: as it is). */
export interface ExportRequest {
  readonly backupStorageUuid: string;
  readonly imageUuid: string;
  readonly exportFormat: ImageFormat | null;
  /** Address of the emulator's own API, where the bytes will be. */
  readonly controlUrl: string;
}

/** Writes a copy of an image's bytes and makes it readable at an address of the emulator. */
export const exportImageFlow: Flow<ExportRequest> = {
  name: 'export-image',
  firstStep: 'find-image',
  isPlain: true,
  stepsThatTakeBytes: ['find-image', 'export'],
  steps: {
    'find-image'({ world, context, schedule }) {
      const { storage, image, ref } = whatToExport(world, context);
      if (ref.exportUrl !== null) {
        schedule('export');
        return;
      }
      bytesToExport(world, image, context.exportFormat);
      const { uuid, actualSize } = image;
      schedule('export', null, copyingTime(world, 'export', [uuid], storage, actualSize));
    },
    export({ world, context, now, succeed }) {
      succeed({ ...exportImage(world, context, now) });
    },
  },
  // Nothing is taken before the last step.
  rollback: () => undefined,
};

/** @throws SYS.1008 on an Sftp storage, SYS.1006 when the image is not there */
function whatToExport(world: World, { backupStorageUuid, imageUuid }: ExportRequest) {
  const storage = backupStorageOf(world, backupStorageUuid);
  const image = imageOf(world, imageUuid);
  if (storage.type === 'SftpBackupStorage' || storage.type === 'SimulatorBackupStorage') {
    throw apiError(
      'SYS.1008',
      'No service deals with message: org.zstack.header.storage.backup.APIExportImageFromBackupStorageMsg',
    );
  }
  const ref = world.repositories.images.findRef(image.uuid, storage.uuid);
  if (!ref) {
    throw apiError(
      'SYS.1006',
      storage.type === 'Ceph'
        ? `image[uuid: ${image.uuid}] is not on backup storage[uuid:${storage.uuid}, name:${storage.name}]`
        : `image[${image.uuid}] not found on backup storage[${storage.uuid}]`,
    );
  }
  return { storage, image, ref };
}

/**
 * One that is exported already keeps its address.
 * @throws as `whatToExport`, and SYS.1006 when nothing is left
 */
function exportImage(world: World, request: ExportRequest, now: number): Export {
  const { storage, image, ref } = whatToExport(world, request);
  if (ref.exportUrl !== null) return { imageUrl: ref.exportUrl, exportMd5Sum: null };
  const bytes = bytesToExport(world, image, request.exportFormat);
  if (!takeFromBackupStorage(world, storage.uuid, image.actualSize)) {
    throw apiError(
      'SYS.1006',
      `the backup storage[uuid:${storage.uuid}] has not enough capacity[${image.actualSize}] to export`,
    );
  }
  const exportMd5Sum = md5OfContent(world, bytes);
  const { controlUrl } = request;
  const imageUrl = makeExportAddress(controlUrl, world.keys, storage, image, bytes.format);
  world.repositories.images.updateRef(
    ref,
    {
      exportUrl: imageUrl,
      exportMd5Sum,
      exportBytes: image.actualSize,
      exportFormat: bytes.format,
    },
    now,
  );
  return { imageUrl, exportMd5Sum };
}

/** Real bytes are exported as they came; the others in the format that was asked for. */
function bytesToExport(world: World, image: Image, wanted: ImageFormat | null): ArtifactRequest {
  const { uuid, contentId, format, size, status } = image;
  if (contentId === null) {
    throw apiError('SYS.1006', `image[uuid:${uuid}] is not Ready, it's ${status}`);
  }
  const target = wanted ?? format;
  const isReal = world.repositories.blobs.find(contentId) !== undefined;
  if (target !== format && (isReal || !isConvertible(format, target))) {
    throw apiError(
      'SYS.1006',
      `image[uuid:${uuid}] cannot be converted from ${format} to ${target}: ${isReal ? 'bytes that were uploaded or fetched are exported as they came' : 'only raw and qcow2 are converted'}`,
    );
  }
  return { contentId, format: target, from: format, size };
}

/** Ends an export and gives its bytes back; without one there is nothing to do. */
export function deleteExport(world: World, ref: ImageBackupStorageRef | undefined, now: number) {
  if (!ref || ref.exportUrl === null) return;
  giveBackToBackupStorage(world, ref.backupStorageUuid, ref.exportBytes);
  world.repositories.images.updateRef(
    ref,
    // The sum stays, as in the real system.
    { exportUrl: null, exportBytes: 0, exportFormat: null },
    now,
  );
}
