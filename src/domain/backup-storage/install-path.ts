import type { MediaType } from '../image/image.js';
import type { BackupStorage } from './backup-storage.js';

/** Where a template made from a volume lies on its storage, in the form of the storage's type. */
export function templateInstallPath(
  storage: Pick<BackupStorage, 'uuid' | 'type' | 'url' | 'poolName'>,
  image: { readonly uuid: string; readonly mediaType: MediaType; readonly ownerUuid: string },
): string {
  switch (storage.type) {
    case 'SftpBackupStorage': {
      const isRoot = image.mediaType === 'RootVolumeTemplate';
      const folder = isRoot ? 'rootVolumeTemplates' : 'dataVolumeTemplates';
      const extension = isRoot ? 'template' : 'volume';
      const root = storage.url.replace(/\/+$/, '');
      return `${root}/${folder}/acct-${image.ownerUuid}/${image.uuid}/${image.uuid}.${extension}`;
    }
    case 'Ceph':
      return `ceph://${storage.poolName ?? `bak-t-${storage.uuid}`}/${image.uuid}`;
    case 'ImageStoreBackupStorage':
      return `zstore://${image.uuid}/${image.uuid}`;
  }
}
