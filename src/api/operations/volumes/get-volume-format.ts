import * as z from 'zod';
import { inventory } from '../../../contract/inventories/inventory.js';
import { defineSync } from '../../define-operation.js';

const volumeFormat = inventory(
  'org.zstack.header.volume.APIGetVolumeFormatReply$VolumeFormatReplyStruct',
  {
    format: z.string(),
    masterHypervisorType: z.string().nullable(),
    supportingHypervisorTypes: z.array(z.string()),
  },
);

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
    // In the order in which the real system's set holds them. An `iso` is a format, and no disk of any hypervisor.
    formats: ['iso', 'raw', 'vmdk', 'qcow2'].map((format) => {
      const hypervisor = format === 'iso' ? null : 'KVM';
      return {
        format,
        masterHypervisorType: hypervisor,
        supportingHypervisorTypes: hypervisor === null ? [] : [hypervisor],
      };
    }),
  }),
});
