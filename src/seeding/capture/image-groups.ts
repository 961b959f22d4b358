import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import { datesOf, numberOf, wordOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

export function imageGroupOf(cloud: Cloud, row: Row) {
  const { keys } = cloud;
  const naming = keys.naming('image-group', row);
  const images = (cloud.imagesOfGroups.get(naming.uuid) ?? []).map((ref) => {
    const image = wordOf(ref, 'imageUuid');
    return keys.orUuid('image', image);
  });
  const imageCount = Math.max(numberOf(row, 'imageCount'), images.length);
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    images,
    imageCount: imageCount === images.length ? undefined : imageCount,
    ...tagsOf(cloud, 'ImageGroupVO', naming.uuid),
    ...datesOf(row),
  };
}
