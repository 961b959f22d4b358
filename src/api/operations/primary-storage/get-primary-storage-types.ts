import * as z from 'zod';
import { defineSync } from '../../define-operation.js';

export const getPrimaryStorageTypes = defineSync({
  name: 'GetPrimaryStorageTypes',
  family: 'primary-storage',
  method: 'GET',
  paths: ['/v1/primary-storage/types'],
  auth: true,
  adminOnly: true,
  summary: 'Names the types of primary storages; the simulator hides itself',
  params: {},
  returns: { types: z.array(z.string()) },
  run: () => ({ types: ['Ceph', 'LocalStorage', 'NFS', 'SharedMountPoint'] }),
});
