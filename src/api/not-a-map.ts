import { RestError } from '../core/rest-error.js';
import { messageClassOf } from '../domain/message-class.js';

/** The refusal of a parameter `field.key=value` whose field is no map. */
export const notAMap = (operation: string, field: string): RestError =>
  new RestError(500, `class ${messageClassOf(operation)}::${field} must be annotated by @MapField`);
