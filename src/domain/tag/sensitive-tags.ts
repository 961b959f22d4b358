import { dump, load, YAML11_SCHEMA } from 'js-yaml';
import { decodeBase64 } from '../../core/java-base64.js';
import { fits, tokenOf } from './tag-format.js';
import { CONSOLE_PASSWORD, USERDATA } from './vm-tags.js';

/** More are refused; what they bring is shared, not copied. */
const MOST_ALIASES = 100;
const STARS = '*****';
const PADDED = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$/;

/** What a guest is told, as the real system reads it: well-formed Base64 is decoded, anything else is the text. */
function textOf(tag: string): string {
  const userdata = tokenOf(USERDATA, tag) ?? '';
  return PADDED.test(userdata) ? decodeBase64(userdata).toString() : userdata;
}

/**
 * What a guest is told, as YAML 1.1.
 * @throws {YAMLException} when it is none
 */
export function userdataIn(tag: string): unknown {
  const text = textOf(tag);
  // The parser takes a text without a document for a mistake, the real one does not.
  const isEmpty = text.split('\n').every((line) => /^\s*(?:#|$)/.test(line));
  return isEmpty
    ? null
    : load(text, { schema: YAML11_SCHEMA, json: true, maxAliases: MOST_ALIASES });
}

/** The tag without the passwords in it, as ZQL answers it; other answers of the real system hold the tag as it is. */
export function withoutPasswords(tag: string): string {
  if (fits(CONSOLE_PASSWORD, tag)) return CONSOLE_PASSWORD.replace(/\{.*\}/, STARS);
  return fits(USERDATA, tag) ? withoutNewPasswords(tag) : tag;
}

/** Of a cloud-config the list of `chpasswd`. */
function withoutNewPasswords(tag: string): string {
  const userdata = userdataOrNone(tag);
  if (!isMap(userdata)) return tag;
  const { chpasswd } = userdata;
  if (!isMap(chpasswd) || typeof chpasswd.list !== 'string' || chpasswd.list === '') return tag;
  const hidden = { ...userdata, chpasswd: { ...chpasswd, list: `${STARS}:${STARS}\n` } };
  const masked = `#cloud-config\n${dump(hidden)}`;
  return USERDATA.replace(/\{.*\}/, Buffer.from(masked).toString('base64'));
}

function userdataOrNone(tag: string): unknown {
  try {
    return userdataIn(tag);
  } catch {
    return undefined;
  }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
