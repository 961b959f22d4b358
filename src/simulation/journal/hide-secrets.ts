import type { NumberedEntry } from './journal.js';

const HIDDEN = '***';
const SECRET_KEY = /password|secret|signature|sessionuuid|authorization|accesskeyid/i;
/** `"key":"value"` in JSON text, which may be cut or not be JSON at all. */
const SECRET_PAIR =
  /("[^"]*(?:password|secret|signature|sessionUuid|accessKeyID)[^"]*"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi;
const UUID_PAIR = /("uuid"\s*:\s*)"[0-9a-f]{32}"/g;
const SESSION_PATH = /(\/accounts\/sessions\/)[^/?]+/;
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** The entry without passwords, sessions and signatures. */
export function withoutSecrets(entry: NumberedEntry): NumberedEntry {
  const isSession = /Log(In|Out)|Session/.test(entry.operation ?? '');
  const answer = hide(entry.answerBody);
  return {
    ...entry,
    url: entry.url.replace(SESSION_PATH, `$1${HIDDEN}`),
    headers: Object.fromEntries(
      Object.entries(entry.headers).map(([name, value]) => [
        name,
        SECRET_HEADERS.has(name) ? hideCredentials(String(value)) : value,
      ]),
    ),
    requestBody: hide(entry.requestBody),
    // What a login answers is a session: its uuid is the key to everything.
    answerBody: isSession ? answer.replace(UUID_PAIR, `$1"${HIDDEN}"`) : answer,
    parameters: hideIn(entry.parameters),
  };
}

const hide = (text: string) => text.replace(SECRET_PAIR, `$1"${HIDDEN}"`);

/** Only the scheme stays. */
const hideCredentials = (value: string) => `${value.split(' ')[0]} ${HIDDEN}`;

const hideIn = (parameters: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      SECRET_KEY.test(name) ? HIDDEN : value,
    ]),
  );
