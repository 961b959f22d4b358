import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { Refused, type Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';

export function fillImageGroup(filling: Filling, made: Made<EntryOf<'imageGroups'>>): void {
  const { imageGroups } = filling.world.repositories;
  const uuid = filling.uuidOf('image-group', made);
  const images = new Set(made.images.map((name) => filling.findLoosely('image', name)));
  const dates = filling.datesOf(made);
  const { name, description, imageCount = made.images.length } = made;
  if (imageCount < images.size) {
    throw new Refused(`it has ${images.size} images, and imageCount says ${imageCount}`);
  }
  if (!filling.isSound) return;
  imageGroups.insert({ uuid, name, description, status: 'Ready', imageCount, ...dates });
  own(filling, 'ImageGroupVO', uuid, made, dates.createDate);
  tag(filling, 'ImageGroupVO', uuid, made, dates.createDate);
  for (const imageUuid of images) {
    imageGroups.insertRef({ imageGroupUuid: uuid, imageUuid, ...dates });
  }
}
