/** One request with its answer, as the journal shows it: secrets are hidden. */
export interface Exchange {
  readonly id: number;
  readonly environment: string;
  readonly date: string;
  readonly milliseconds: number;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly operation: string | null;
  readonly accountUuid: string | null;
  readonly jobUuid: string | null;
  readonly status: number;
  readonly faultUuid: string | null;
  readonly requestBody: string;
  readonly answerBody: string;
}

/** Stands for the session of whoever sends the request again: `$ZSTACK_SESSION`. */
export const SESSION = Symbol('session');
/** A text in which the session stands at some places. */
export type Text = readonly (string | typeof SESSION)[];

/** A request that can be sent again, in whatever language. */
export interface CopiedRequest {
  readonly name: string;
  readonly method: string;
  readonly url: Text;
  readonly headers: readonly (readonly [name: string, value: Text])[];
  /** Undefined: it has none. */
  readonly body: Text | undefined;
  readonly status: number;
  /** The code of the refusal, where it was one. */
  readonly errorCode: string | undefined;
  /** What is to be known before it is sent again. */
  readonly remarks: readonly string[];
}

/** What the journal shows in the place of a secret. */
const HIDDEN = '***';
/** So much of a body the journal keeps, in characters. */
const LONGEST_BODY = 16_384;

/** Headers that each client sets for itself. */
const OF_CLIENTS =
  /^(host|connection|content-length|accept-encoding|accept-language|transfer-encoding|user-agent|expect|keep-alive|te|upgrade|http2-settings|origin|referer|cookie|priority|cache-control|pragma|dnt|sec-.*)$/i;

/** The request of an exchange without what belongs to the client that sent it, and without any secret. */
export function copiedRequest(exchange: Exchange, origin: string): CopiedRequest {
  const { method, url, operation, status, requestBody, answerBody } = exchange;
  const headers = Object.entries(exchange.headers)
    .filter(([name, value]) => !OF_CLIENTS.test(name) && value !== '*/*')
    .map(([name, value]) => [title(name), sessionIn(value, /^(OAuth )\*\*\*$/)] as const);
  const hasBody = requestBody !== '';
  const parts = [sessionInUrl(`${origin}${safeUrl(url)}`), ...headers.map(([, value]) => value)];
  const body = hasBody ? sessionIn(requestBody, IN_BODY) : undefined;
  return {
    name: (operation ?? 'Request').replaceAll(/[^A-Za-z0-9]/g, ''),
    method,
    url: parts[0] ?? [],
    headers,
    body,
    status,
    errorCode: errorCodeIn(answerBody),
    remarks: [
      ...([...parts, ...(body ? [body] : [])].some(hidesMore)
        ? [`${HIDDEN} stands for a secret that the journal hides`]
        : []),
      ...(requestBody.length >= LONGEST_BODY
        ? ['the body was longer than the journal keeps: it is cut']
        : []),
      ...(status === 0 ? ['the connection ended without an answer'] : []),
    ],
  };
}

const IN_BODY = /("session"\s*:\s*\{\s*"uuid"\s*:\s*")\*\*\*(?=")/;

const hidesMore = (text: Text): boolean =>
  text.some((part) => typeof part === 'string' && part.includes(HIDDEN));

/** The text with the session in the place of the first thing that is hidden where it stands. */
function sessionIn(text: string, place: RegExp): Text {
  const found = place.exec(text);
  if (!found) return [text];
  const [whole, before = ''] = found;
  const start = text.slice(0, found.index) + before;
  const parts: Text = [start, SESSION, text.slice(found.index + whole.length)];
  return parts.filter((part) => part !== '');
}

const sessionInUrl = (url: string): Text => sessionIn(url, /(\/accounts\/sessions\/)\*\*\*/);

/** Of what may not stand in a url as it is; what is escaped stays so. */
const safeUrl = (url: string): string =>
  url.replaceAll(/[^\w\-.~:/?@!$&'()*+,;=%]/gu, (letter) => encodeURIComponent(letter));

/** `content-type` as people write it. */
const title = (name: string): string =>
  name.replaceAll(
    /(^|-)([a-z])/g,
    (_, dash: string, letter: string) => dash + letter.toUpperCase(),
  );

function errorCodeIn(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: string } | null };
    return typeof error?.code === 'string' ? error.code : undefined;
  } catch {
    return undefined;
  }
}
