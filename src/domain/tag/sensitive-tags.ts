import { isMap, isScalar, parseDocument, stringify, type Document } from 'yaml';
import { decodeBase64 } from '../../core/java-base64.js';
import { fits, tokenOf } from './tag-format.js';
import { CONSOLE_PASSWORD, USERDATA } from './vm-tags.js';

const STARS = '*****';
const PADDED = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$/;

/** What a guest is told, as the real system reads it: well-formed Base64 is decoded, anything else is the text. */
export const userdataIn = (tag: string): Document.Parsed => {
  const userdata = tokenOf(USERDATA, tag) ?? '';
  return parseDocument(PADDED.test(userdata) ? decodeBase64(userdata).toString() : userdata, {
    version: '1.1',
    logLevel: 'silent',
  });
};

/** The tag without the passwords in it, as ZQL answers it; other answers of the real system hold the tag as it is. */
export function withoutPasswords(tag: string): string {
  if (fits(CONSOLE_PASSWORD, tag)) return CONSOLE_PASSWORD.replace(/\{.*\}/, STARS);
  return fits(USERDATA, tag) ? withoutNewPasswords(tag) : tag;
}

/** Of a cloud-config the list of `chpasswd`. */
function withoutNewPasswords(tag: string): string {
  const document = userdataIn(tag);
  if (document.errors.length > 0 || !isMap(document.contents)) return tag;
  const chpasswd = document.contents.get('chpasswd');
  const list = isMap(chpasswd) ? chpasswd.get('list', true) : undefined;
  if (!isScalar(list) || typeof list.value !== 'string' || list.value === '') return tag;
  document.setIn(['chpasswd', 'list'], `${STARS}:${STARS}\n`);
  const masked = `#cloud-config\n${textOf(document)}`;
  return USERDATA.replace(/\{.*\}/, Buffer.from(masked).toString('base64'));
}

function textOf(document: Document.Parsed): string {
  try {
    return stringify(document.toJS());
  } catch {
    // Too many aliases: nothing of it is shown.
    return STARS;
  }
}
