import { expungeImageGroupFlow } from '../../../services/image-groups/expunge-group.js';
import { defineAsync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const expungeImageGroup = defineAsync({
  name: 'ExpungeImageGroup',
  family: 'image-groups',
  method: 'PUT',
  paths: ['/v1/imagegroups/{uuid}/actions'],
  bodyKey: 'expungeImageGroup',
  auth: true,
  summary: 'Deletes a group of images, and its images with their bits',
  params: { uuid: requiredText({ resourceType: 'ImageGroup', checkAccount: true }) },
  returns: {},
  flow: expungeImageGroupFlow,
  check: () => undefined,
  context: (_world, { params, caller }) => ({
    groupUuid: params.uuid,
    ownerUuid: caller.isAdmin ? null : caller.accountUuid,
  }),
  result: () => ({}),
});
