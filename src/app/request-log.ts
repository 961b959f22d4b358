import { realTime } from '../core/clock.js';
import { hideSecrets, hideSecretsInUrl } from '../core/secrets.js';
import { inRed, printable } from '../core/terminal.js';
import type { RequestLine } from '../http/server-parts.js';
import type { Config } from './config.js';
import type { Logger } from './logger.js';
import { reasonIn } from './reason-in.js';

/** What a person need not read: whether it lives is asked all the time, and so are pages that show how it stands. */
const HEALTH = /^\/(healthz|readyz)(\?|$)/;
const OWN = /^\/emulator(\/|$)/;
/** More of a refusal is in the journal. */
const LONGEST = 300;

/** Who is told of every request that is done, or undefined when nobody wants to know. */
export function requestListener(
  { log = 'none' }: Pick<Config, 'log'>,
  logger: Logger,
): ((line: RequestLine) => void) | undefined {
  const debugs = logger.isEnabled('debug');
  if (log === 'none' && !debugs) return undefined;
  return (line) => {
    const { answerBody: _body, ...plain } = line;
    if (debugs) logger.log('debug', plain, 'request');
    if (log === 'json') process.stderr.write(`${jsonLine(line)}\n`);
    if (log === 'requests' && !isBoring(line)) {
      const isWrong = line.status === 0 || line.status >= 400;
      const text = printable(requestLine(line));
      process.stderr.write(`${isWrong ? inRed(text, process.stderr) : text}\n`);
    }
  };
}

const isBoring = ({ method, url = '', status }: RequestLine) =>
  status === 200 && (HEALTH.test(url) || (OWN.test(url) && method === 'GET'));

function jsonLine({ answerBody = '', url = '', ...line }: RequestLine): string {
  const error = reasonIn(answerBody, line.status).trim();
  return JSON.stringify({
    event: 'request',
    time: new Date(realTime()).toISOString(),
    ...line,
    url: hideSecretsInUrl(url),
    ...(error === '' ? {} : { error: hideSecrets(error) }),
  });
}

/** A request as people read it. */
function requestLine(line: RequestLine): string {
  const { method, url = '', status, milliseconds, environment = 'default' } = line;
  const words = [
    new Date(realTime()).toISOString().slice(11, 23),
    status === 0 ? 'cut' : String(status),
    `${method} ${hideSecretsInUrl(url)}`,
    line.operation,
    `${Math.round(milliseconds)} ms`,
    line.account,
    line.jobUuid ? `job ${line.jobUuid}` : undefined,
    environment === 'default' ? undefined : `in ${environment}`,
  ];
  const why = reasonIn(line.answerBody ?? '', status);
  return words.filter(Boolean).join('  ') + hideSecrets(why).slice(0, LONGEST);
}
