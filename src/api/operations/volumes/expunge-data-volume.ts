import { volumeOf } from '../../../services/resources/lookup.js';
import { expungeVolume } from '../../../services/volumes/delete-volume.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const expungeDataVolume = defineCommand({
  name: 'ExpungeDataVolume',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/volumes/{uuid}/actions'],
  bodyKey: 'expungeDataVolume',
  summary: 'Removes a deleted data volume for good',
  params: {
    uuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
  },
  returns: {},
  run({ world, params }) {
    expungeVolume(world, volumeOf(world, params.uuid));
  },
});
