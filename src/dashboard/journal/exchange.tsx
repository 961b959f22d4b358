import { ask } from '../api.js';
import type { Exchange } from '../code/copied-request.js';
import { viewHref } from '../place.js';
import { Facts } from '../ui/facts.js';
import { Notice } from '../ui/said.js';
import { useLoaded } from '../use-loaded.js';
import { accountNames, type AccountNames } from './account-names.js';
import { Copies } from './copies.js';
import { pretty } from './pretty.js';
import { milliseconds, RequestStatus } from './request-status.js';

/** One request with its answer, whole. */
export function OneExchange({ id }: { id: string }) {
  const { value, error } = useLoaded(async (signal) => {
    const path = `/journal/${encodeURIComponent(id)}`;
    const { inventory } = await ask<{ inventory: Exchange }>(path, {}, signal);
    return { exchange: inventory, names: await accountNames(signal) };
  }, `journal ${id}`);
  return (
    <>
      <p class="back">
        <a href={viewHref('journal')}>All requests</a>
      </p>
      {error !== undefined && <Notice bad>{error}</Notice>}
      {value && <Shown {...value} />}
    </>
  );
}

function Shown({ exchange, names }: { exchange: Exchange; names: AccountNames }) {
  const { id, method, url, operation, status, jobUuid, faultUuid, accountUuid } = exchange;
  return (
    <>
      <h1>
        Request {id} <RequestStatus status={status} />
      </h1>
      <p>
        <code>
          {method} {url}
        </code>
      </p>
      <Facts
        of={[
          ['Operation', operation ?? 'none has this path'],
          ['When', exchange.date],
          ['Took', milliseconds(exchange.milliseconds)],
          [
            'Account',
            accountUuid === null
              ? 'nobody'
              : (names.get(accountUuid) ?? <code>{accountUuid}</code>),
          ],
          ['Job', jobUuid === null ? 'none' : <code>{jobUuid}</code>],
          [
            'Fault rule',
            faultUuid === null ? 'none' : <a href={viewHref('faults')}>{faultUuid}</a>,
          ],
        ]}
      />
      <nav class="buttons around" aria-label="Requests around it">
        {id > 1 && <a href={viewHref('journal', String(id - 1))}>Request {id - 1}</a>}
        <a href={viewHref('journal', String(id + 1))}>Request {id + 1}</a>
        {operation !== null && (
          <a href={viewHref('faults', undefined, { operation })}>Put a fault on {operation}</a>
        )}
      </nav>
      <Copies exchange={exchange} />
      <Body title="Request" text={exchange.requestBody} none="It has no body." />
      <Headers headers={exchange.headers} />
      <Body title="Answer" text={exchange.answerBody} none="It has no body that is kept." />
    </>
  );
}

const Body = ({ title, text, none }: { title: string; text: string; none: string }) => (
  <section aria-label={title}>
    <h2>{title}</h2>
    {text === '' ? (
      <p class="soft">{none}</p>
    ) : (
      <pre class="code" aria-label={`Body of the ${title.toLowerCase()}`}>
        {pretty(text)}
      </pre>
    )}
  </section>
);

const Headers = ({ headers }: Pick<Exchange, 'headers'>) => (
  <details>
    <summary>{Object.keys(headers).length} headers of the request</summary>
    <dl class="headers">
      {Object.entries(headers).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  </details>
);
