import {
  imagePackageInventory,
  toImagePackageInventory,
} from '../../../contract/inventories/image-package-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryImagePackage = defineQuery({
  name: 'QueryImagePackage',
  family: 'image-packages',
  paths: ['/v1/image-packages', '/v1/image-packages/{uuid}'],
  summary: 'Finds packages that VMs were exported as',
  returns: { inventories: imagePackageInventory.array() },
  entity: 'imagepackage',
  of: (queries) => queries.imagePackages,
  toInventory: toImagePackageInventory,
});
