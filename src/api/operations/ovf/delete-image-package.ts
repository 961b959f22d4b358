import { deletePackage } from '../../../services/image-packages/delete-package.js';
import { imagePackageOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteImagePackage = defineCommand({
  name: 'DeleteImagePackage',
  family: 'image-packages',
  method: 'DELETE',
  paths: ['/v1/image-packages/{uuid}'],
  summary: 'Deletes a package with its file, which gives its bytes back',
  params: {
    uuid: requiredText({ resourceType: 'ImagePackage', checkAccount: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run({ world, params }) {
    deletePackage(world, imagePackageOf(world, params.uuid), params.deleteMode === 'Enforcing');
  },
});
