import { withoutTrailingSlashes } from '../../core/trailing-slashes.js';
import type { MediaType } from '../image/image.js';
import type { BackupStorage } from './backup-storage.js';

type Place = Pick<BackupStorage, 'uuid' | 'type' | 'url' | 'poolName'>;

interface PlacedImage {
  readonly uuid: string;
  readonly mediaType: MediaType;
  readonly ownerUuid: string;
}

const EXTENSIONS: Readonly<Record<MediaType, string>> = {
  RootVolumeTemplate: 'template',
  DataVolumeTemplate: 'volume',
  ISO: 'iso',
};

/** Where a template made from a volume lies on its storage, in the form of the storage's type. */
export const templateInstallPath = (storage: Place, image: PlacedImage): string =>
  installPath(storage, image, image.uuid);

/** Where an image that was added from a url lies: Sftp names the file after the url's. */
export function downloadInstallPath(storage: Place, image: PlacedImage, url: string): string {
  const address = url.split(/[?#]/)[0] ?? '';
  const base = address.slice(address.lastIndexOf('/') + 1);
  return installPath(storage, image, base.replace(/\.[^.]*$/, '') || image.uuid);
}

function installPath(storage: Place, image: PlacedImage, file: string): string {
  switch (storage.type) {
    case 'SftpBackupStorage':
    case 'SimulatorBackupStorage': {
      // The real system puts ISOs among the data volume templates too.
      const isRoot = image.mediaType === 'RootVolumeTemplate';
      const folder = isRoot ? 'rootVolumeTemplates' : 'dataVolumeTemplates';
      const root = withoutTrailingSlashes(storage.url);
      const name = `${file}.${EXTENSIONS[image.mediaType]}`;
      return `${root}/${folder}/acct-${image.ownerUuid}/${image.uuid}/${name}`;
    }
    case 'Ceph':
      return `ceph://${storage.poolName ?? `bak-t-${storage.uuid}`}/${image.uuid}`;
    case 'ImageStoreBackupStorage':
      return `zstore://${image.uuid}/${image.uuid}`;
  }
}
