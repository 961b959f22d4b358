// The life of an image that the plans of several clients have in common.

/** What programs in Java, Go and Python do, each with the vendor's own classes. */
export const LIFE = [
  'log in',
  'find an image storage',
  'add an image',
  'find it by its name',
  'change it',
  'a call that cannot be is refused with the words of the system',
  'export it',
  'delete and recover it',
  'make a VM of it',
  'stop the VM',
  'make an image of the VM',
  'destroy and expunge the VM',
  'delete and expunge the images',
  'log out',
];

/** What a VM is made with, of the first of each kind that a world has. */
export async function partsOfVm(world) {
  const network = await world.first('/l3-networks?q=state=Enabled', 'L3 network');
  const offering = await world.first('/instance-offerings?q=state=Enabled', 'instance offering');
  return { network, offering };
}

export const IMAGE_STORAGE = 'bac00000000040008000000000000001';
export const IMAGE_STORAGE_NAME = 'imagestore-1';
