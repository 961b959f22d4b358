import { HIDDEN, passwordAfterScheme } from './url-credentials.js';

/** Names of fields, parameters and headers whose values nobody else may see. */
const SECRET_NAME =
  /password|passwd|passphrase|secret|signature|sessionuuid|authorization|accesskeyid|privatekey|credential|token(?!s)|cookie/i;

export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** Whether there may be anything to hide in a text: most have none, and this look is quick. */
const MAY_HAVE_SECRETS = new RegExp(`${SECRET_NAME.source}|session\\\\*"|@|\\\\u|userdata::`, 'i');

/** System tags that hold secrets: what a guest is told, and passwords. */
const SECRET_TAGS = /\b(userdata|consolePassword|rootPassword)::[^\s"'\\<>,\]&]+/g;

/** What cannot be part of an address that stands in other text. */
const WORDS = /[^\s"'\\<>]+/g;
/** A parameter of a query, or of a form at the beginning of a text. */
const PAIRS = /(^|[?&;])([^=&?;\s"'\\<>#]+)=([^&\s"'\\<>#]*)/g;

/** The text without the passwords of addresses in it, and without the values of secret parameters. */
export const hideSecrets = (text: string): string =>
  MAY_HAVE_SECRETS.test(text)
    ? hidePairs(text.replace(SECRET_TAGS, `$1::${HIDDEN}`).replace(WORDS, hideInWord))
    : text;

const hidePairs = (text: string) =>
  text.replace(PAIRS, (pair, mark: string, name: string) =>
    isSecretName(name) ? `${mark}${name}=${HIDDEN}` : pair,
  );

/** `scheme://user:password@host`, and `user:password@host` as monitors of Ceph are called. */
const hideInWord = (word: string): string =>
  word
    .split('://')
    .map((part, i) => (i === 0 ? hideWithoutScheme(part) : hideAfterScheme(part)))
    .join('://');

function hideWithoutScheme(text: string): string {
  const colon = text.indexOf(':');
  const at = text.lastIndexOf('@');
  return colon === -1 || at < colon ? text : hidden(text, colon, at);
}

function hideAfterScheme(rest: string): string {
  const password = passwordAfterScheme(rest);
  return password ? hidden(rest, password.start, password.end) : rest;
}

const hidden = (text: string, start: number, end: number) =>
  `${text.slice(0, start)}:${HIDDEN}${text.slice(end)}`;

/** The same for a url as it was asked for, whose parameters may hold such addresses in percents. */
export function hideSecretsInUrl(url: string): string {
  const start = url.indexOf('?');
  if (start === -1) return url;
  const pairs = url.slice(start + 1).split('&');
  return `${url.slice(0, start)}?${pairs.map(hideInPair).join('&')}`;
}

function hideInPair(pair: string): string {
  const end = pair.indexOf('=');
  if (end === -1) return pair;
  const name = pair.slice(0, end);
  if (isSecretName(decoded(name))) return `${name}=${HIDDEN}`;
  const value = decoded(pair.slice(end + 1));
  const shown = hideSecretsInJson(value);
  return shown === value ? pair : `${name}=${encodeURIComponent(shown)}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** A secret field as loose JSON writes it: its name in any quotes or none, and all that may be its value. */
const LOOSE_FIELD = new RegExp(
  `(['"]?[\\w$.-]*(?:${SECRET_NAME.source})[\\w$.-]*['"]?\\s*(?::|=>?)\\s*)(?:'[^']*'?|"[^"]*"?|[[{].*|[^,;}\\]\\n]*)`,
  'gi',
);

/** The same for a text that was meant as JSON and is none: rather too much is hidden than too little. */
export const hideLooseSecrets = (text: string): string =>
  text.replace(LOOSE_FIELD, `$1"${HIDDEN}"`);

/** Texts of JSON inside of texts of JSON are looked into so deep. */
const DEEPEST = 4;

/**
 * The same for a text of JSON, which may be cut or not be JSON at all: the value of every secret field is hidden,
 * whatever it is. It goes through the text once.
 */
export const hideSecretsInJson = (json: string): string =>
  MAY_HAVE_SECRETS.test(json) ? hideInJson(json, 0) : json;

function hideInJson(json: string, depth: number): string {
  const parts: string[] = [];
  let from = 0;
  let sessionEnd = 0;
  let at = json.indexOf('"');
  while (at !== -1) {
    const end = endOfText(json, at);
    const colon = afterBlanks(json, end);
    const isKey = json[colon] === ':';
    const start = isKey ? afterBlanks(json, colon + 1) : end;
    const key = isKey ? keyOf(json.slice(at, end)) : undefined;
    // A message names its session by its uuid, which is the key to everything.
    if (key === '"session"' && json[start] === '{' && at >= sessionEnd) {
      sessionEnd = endOfValue(json, start);
    }
    if (key !== undefined && (isSecretName(key) || (at < sessionEnd && key === '"uuid"'))) {
      const stop = endOfValue(json, start);
      const shown = isShown(json.slice(start, stop)) ? json.slice(start, stop) : `"${HIDDEN}"`;
      parts.push(hideSecrets(json.slice(from, start)), shown);
      from = stop;
    } else if (!isKey) {
      const text = json.slice(at, end);
      const shown = text.includes('\\') ? hideInText(text, depth) : text;
      if (shown !== text) {
        parts.push(hideSecrets(json.slice(from, at)), shown);
        from = end;
      }
    }
    at = json.indexOf('"', Math.max(from, isKey ? colon : end));
  }
  parts.push(hideSecrets(json.slice(from)));
  return parts.join('');
}

/** Nothing is no secret. */
const isShown = (value: string) => value === '' || value === 'null' || value === '""';

/** A key in its quotes, however it is written. */
const keyOf = (text: string) => (text.includes('\\') ? `"${unquoted(text)}"` : text);

/** Behind the closing quote of the text that begins here, or the end of what is there. */
function endOfText(json: string, start: number): number {
  let quote = json.indexOf('"', start + 1);
  while (quote !== -1) {
    let before = quote;
    while (json[before - 1] === '\\') before--;
    // A quote behind an odd number of backslashes is a part of the text.
    if ((quote - before) % 2 === 0) return quote + 1;
    quote = json.indexOf('"', quote + 1);
  }
  return json.length;
}

function afterBlanks(json: string, start: number): number {
  let at = start;
  while (json[at] === ' ' || json[at] === '\n' || json[at] === '\r' || json[at] === '\t') at++;
  return at;
}

/** Behind the value that begins here: a text, a list or object with all that is in it, or a word. */
function endOfValue(json: string, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const character = json[at];
    if (character === '"') {
      at = endOfText(json, at) - 1;
      if (depth === 0) return at + 1;
    } else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (character === ',' && depth === 0) return at;
  }
  return json.length;
}

/** A text with something escaped may be JSON itself, such as the data of a long job. */
function hideInText(text: string, depth: number): string {
  if (depth >= DEEPEST) return `"${HIDDEN}"`;
  const said = unquoted(text);
  const shown = hideInJson(said, depth + 1);
  return shown === said ? text : JSON.stringify(shown);
}

/** What a text of JSON says; of one that is cut, what is left of it. */
function unquoted(text: string): string {
  for (const whole of [text, `${text}"`, `${text.replace(/\\[^"\\]{0,5}$/, '')}"`]) {
    try {
      return String(JSON.parse(whole));
    } catch {
      // It is cut elsewhere, or is none.
    }
  }
  return HIDDEN;
}
