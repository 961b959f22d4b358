import { z } from 'zod';
import { defineSync } from '../../define-operation.js';

const volumeFormat = z.object({
  format: z.string(),
  masterHypervisorType: z.string(),
  supportingHypervisorTypes: z.array(z.string()),
});

export const getVolumeFormat = defineSync({
  name: 'GetVolumeFormat',
  family: 'volumes',
  method: 'GET',
  paths: ['/v1/volumes/formats'],
  auth: true,
  summary: 'Names the formats of volumes',
  params: {},
  returns: { formats: z.array(volumeFormat) },
  run: () => ({
    formats: ['qcow2', 'raw', 'vmdk'].map((format) => ({
      format,
      masterHypervisorType: format === 'vmdk' ? 'ESX' : 'KVM',
      supportingHypervisorTypes: [format === 'vmdk' ? 'ESX' : 'KVM'],
    })),
  }),
});
