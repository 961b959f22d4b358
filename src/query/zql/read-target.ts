import type { Fields } from '../query.js';
import type { TargetContext } from './generated/zql-parser.js';
import { nullPointer } from './query-error.js';

/** An entity and the fields behind it: of a name with further ones behind dots only the first counts. */
export function targetOf(tree: TargetContext): Fields {
  const [entity, more] = tree.entity();
  const [path, further] = tree.path();
  const many = tree.manyNames();
  // A rest of an older grammar (`image.name zone.name`): the real system reads it, and then finds nothing in it.
  if (!entity || more || further) throw nullPointer();
  const fields = many?.ID() ?? (path ? path.ID().slice(0, 1) : []);
  return { entity: entity.getText(), fields: fields.map((name) => name.getText()) };
}
