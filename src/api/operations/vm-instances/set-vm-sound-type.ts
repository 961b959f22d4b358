import { SOUND_TYPE } from '../../../domain/tag/vm-tags.js';
import { putSetting } from '../../../services/vm-instances/vm-settings.js';
import { defineCommand } from '../../define-operation.js';
import { requiredChoice, requiredText } from '../../params.js';

export const setVmSoundType = defineCommand({
  name: 'SetVmSoundType',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'setVmSoundType',
  summary: 'Says which sound device a VM has from its next start on',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    soundType: requiredChoice(['ac97', 'ich6']),
  },
  returns: {},
  run({ world, params, now }) {
    putSetting(world, params.uuid, SOUND_TYPE, params.soundType, now);
  },
});
