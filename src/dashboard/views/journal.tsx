import { useEffect, useState } from 'preact/hooks';
import { count } from '../format.js';
import { OneExchange } from '../journal/exchange.js';
import {
  followRequests,
  held,
  isPaused,
  missed,
  pause,
  requests,
} from '../journal/recent-requests.js';
import { isRefused, milliseconds, RequestStatus, shortUrl } from '../journal/request-status.js';
import type { SeenRequest } from '../live.js';
import { place, refine, viewHref } from '../place.js';
import { Notice } from '../ui/said.js';
import type { View } from './view.js';

/** So many lines are shown: who looks for more narrows them down. */
const MOST_SHOWN = 50;

function Journal() {
  const [error, setError] = useState<string | undefined>(undefined);
  useEffect(() => followRequests((reason) => setError(String(reason))), []);
  const { params } = place.value;
  const [operation, text] = [params.get('operation') ?? '', params.get('text') ?? ''];
  const answered = params.get('answered') ?? '';
  const all = requests.value;
  const meant = all.filter((one) => isMeant(one, operation, text.toLowerCase(), answered));
  const shown = meant.slice(-MOST_SHOWN).toReversed();
  const operations = [...new Set(all.map((one) => one.operation ?? ''))].filter(Boolean).toSorted();
  return (
    <>
      <div class="title">
        <h1>
          Journal <span class="count">{count(meant.length)}</span>
        </h1>
        <button type="button" aria-pressed={isPaused.value} onClick={() => pause(!isPaused.value)}>
          {isPaused.value
            ? `Go on${held.value > 0 ? ` (${count(held.value)} more)` : ''}`
            : 'Pause'}
        </button>
      </div>
      <search class="narrow">
        <label>
          Operation
          <select
            value={operation}
            onChange={({ currentTarget }) => refine({ operation: currentTarget.value })}
          >
            <option value="">all</option>
            {[...new Set([...operations, ...(operation === '' ? [] : [operation])])].map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Answered
          <select
            value={answered}
            onChange={({ currentTarget }) => refine({ answered: currentTarget.value })}
          >
            <option value="">anyhow</option>
            <option value="well">well</option>
            <option value="refused">by a refusal, or not</option>
          </select>
        </label>
        <label>
          With
          <input
            type="search"
            value={text}
            placeholder="in the url, the account, the job"
            onInput={({ currentTarget }) => refine({ text: currentTarget.value })}
          />
        </label>
      </search>
      {error !== undefined && <Notice bad>{error}</Notice>}
      {missed.value > 0 && (
        <Notice>{count(missed.value)} requests came too fast to be told one by one.</Notice>
      )}
      {all.length === 0 && error === undefined && (
        <Notice>No client has asked anything yet. A request appears here as it is answered.</Notice>
      )}
      {all.length > 0 && shown.length === 0 && <Notice>None of the last requests is such.</Notice>}
      {shown.length > 0 && <Lines lines={shown} />}
    </>
  );
}

const isMeant = (one: SeenRequest, operation: string, text: string, answered: string): boolean =>
  (operation === '' || one.operation === operation) &&
  (answered === '' || isRefused(one.status) === (answered === 'refused')) &&
  (text === '' ||
    `${one.method} ${one.url} ${one.account ?? ''} ${one.jobUuid ?? ''}`
      .toLowerCase()
      .includes(text));

const Lines = ({ lines }: { lines: readonly SeenRequest[] }) => (
  <table class="stack journal" aria-label="Requests, the last one first">
    <thead>
      <tr>
        <th scope="col">Operation</th>
        <th scope="col">Answer</th>
        <th scope="col" class="number">
          Took
        </th>
        <th scope="col">Who</th>
        <th scope="col" class="wide">
          Job
        </th>
        <th scope="col" class="wide">
          When
        </th>
      </tr>
    </thead>
    <tbody>
      {lines.map((one) => (
        <tr key={one.id}>
          <td>
            <a class="name" href={viewHref('journal', String(one.id))}>
              {one.operation ?? 'no operation'}
            </a>
            <div class="soft">
              <code>
                {one.method} {shortUrl(one.url).slice(0, 200)}
              </code>
            </div>
          </td>
          <td>
            <RequestStatus status={one.status} />
            {one.faultUuid !== null && <span class="tag">fault</span>}
          </td>
          <td class="number" data-label="Took">
            {milliseconds(one.milliseconds)}
          </td>
          <td>
            {one.account ?? (one.accountUuid === null ? 'nobody' : one.accountUuid.slice(0, 8))}
          </td>
          <td class="wide">
            {one.jobUuid === null ? '–' : <code>{one.jobUuid.slice(0, 8)}…</code>}
          </td>
          <td class="wide date">{one.date.slice(11, 23)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

export const journal: View = {
  name: 'journal',
  title: 'Journal',
  group: 'Clients',
  component: ({ id }) => (id === undefined ? <Journal /> : <OneExchange key={id} id={id} />),
};
