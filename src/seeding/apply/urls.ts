import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import type { Filling } from './filling.js';

export function fillUrl(filling: Filling, made: Made<EntryOf<'urls'>>): void {
  const { url, content, size, actualSize, format, failure } = made;
  filling.write(() =>
    filling.world.repositories.urlHints.insert({
      url,
      contentId: content,
      size,
      actualSize,
      format,
      failure,
    }),
  );
}
