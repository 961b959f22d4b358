import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteWebhook = defineCommand({
  name: 'DeleteWebhook',
  family: 'web-hooks',
  method: 'DELETE',
  paths: ['/v1/web-hooks/{uuid}'],
  adminOnly: true,
  summary: 'Removes a web hook',
  params: {
    uuid: requiredText({ resourceType: 'Webhook', mayBeMissing: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run: ({ world, params }) => world.repositories.webhooks.remove(params.uuid),
});
