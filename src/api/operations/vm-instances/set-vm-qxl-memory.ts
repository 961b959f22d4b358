import { QXL_MEMORY } from '../../../domain/tag/vm-tags.js';
import { putSetting } from '../../../services/vm-instances/vm-settings.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText, wholeNumber } from '../../params.js';

const kibibytes = (byDefault: number) =>
  wholeNumber('Integer', { numberRange: [1024, 524_288] }, byDefault);

export const setVmQxlMemory = defineCommand({
  name: 'SetVmQxlMemory',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'setVmQxlMemory',
  summary: 'Says how much memory a display adapter of kind QXL has, in KiB',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    ram: kibibytes(65_536),
    vram: kibibytes(32_768),
    vgamem: kibibytes(16_384),
  },
  returns: {},
  run({ world, params: { uuid, ram, vram, vgamem }, now }) {
    putSetting(world, uuid, QXL_MEMORY, `${ram}::${vram}::${vgamem}`, now);
  },
});
