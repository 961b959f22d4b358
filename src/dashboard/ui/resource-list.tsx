import type { ComponentChildren } from 'preact';
import { count } from '../format.js';
import { place, refine } from '../place.js';
import { resources, type Inventory } from '../resources.js';
import { useLoaded } from '../use-loaded.js';
import { Filter } from './filter.js';
import { Notice } from './said.js';

/** A column of a list of resources. */
export interface Column {
  readonly title: string;
  /** The field that the list can be sorted by; undefined: it cannot. */
  readonly field?: string;
  /** Left out on narrow screens: it stands with the thing itself, too. */
  readonly isWide?: boolean;
  readonly isNumber?: boolean;
  readonly cell: (row: Inventory) => ComponentChildren;
}

interface Props {
  readonly kind: string;
  readonly title: string;
  /** What one is called, for `no volumes`. */
  readonly plural: string;
  readonly columns: readonly Column[];
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** How it is sorted where the address says nothing. */
  readonly sort?: string;
  /** Buttons beside the heading. */
  readonly actions?: ComponentChildren;
}

const A_PAGE = 50;

/** Resources of a kind, a page of them: filtered, sorted and counted by the emulator. */
export function ResourceList(props: Props) {
  const { kind, title, plural, columns, values, sort: first = '-createDate', actions } = props;
  const { params } = place.value;
  const q = params.getAll('q');
  const sort = params.get('sort') ?? first;
  const page = Math.max(1, Math.trunc(Number(params.get('page') ?? 1)) || 1);
  const { value, error } = useLoaded(
    (signal) =>
      resources(kind, { q, sort, start: (page - 1) * A_PAGE, limit: A_PAGE, total: true }, signal),
    JSON.stringify([kind, q, sort, page]),
  );
  const { inventories, total = 0 } = value ?? {};
  return (
    <>
      <div class="title">
        <h1>
          {title} {value && <span class="count">{count(total)}</span>}
        </h1>
        {actions}
      </div>
      <Filter
        kind={kind}
        conditions={q}
        {...(values ? { values } : {})}
        onChange={(conditions) => refine({ q: conditions, page: undefined })}
      />
      {error !== undefined && <Notice bad>{error}</Notice>}
      {inventories?.length === 0 && (
        <Notice>{q.length > 0 ? `No ${plural} meet this.` : `There are no ${plural} yet.`}</Notice>
      )}
      {inventories !== undefined && inventories.length > 0 && (
        <table aria-label={title}>
          <thead>
            <tr>
              {columns.map((column) => (
                <Heading key={column.title} column={column} sort={sort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {inventories.map((row) => (
              <tr key={row.uuid}>
                {columns.map((column) => (
                  <td key={column.title} class={classOf(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pages page={page} total={total} />
    </>
  );
}

const classOf = ({ isWide, isNumber }: Column) =>
  [isWide === true ? 'wide' : '', isNumber === true ? 'number' : ''].join(' ').trim();

function Heading({ column, sort }: { column: Column; sort: string }) {
  const { title, field } = column;
  const isSorted = field !== undefined && sort.slice(1) === field;
  const isDown = sort.startsWith('-');
  return (
    <th
      scope="col"
      class={classOf(column)}
      aria-sort={isSorted ? (isDown ? 'descending' : 'ascending') : undefined}
    >
      {field === undefined ? (
        title
      ) : (
        <button
          type="button"
          class="sort"
          onClick={() =>
            refine({ sort: `${isSorted && !isDown ? '-' : '+'}${field}`, page: undefined })
          }
        >
          {title}
          <span aria-hidden="true">{isSorted ? (isDown ? ' ↓' : ' ↑') : ''}</span>
        </button>
      )}
    </th>
  );
}

function Pages({ page, total }: { page: number; total: number }) {
  const last = Math.max(1, Math.ceil(total / A_PAGE));
  if (last === 1) return null;
  const to = (wanted: number) => () => refine({ page: wanted === 1 ? undefined : String(wanted) });
  return (
    <nav class="pages" aria-label="Pages">
      <button type="button" disabled={page <= 1} onClick={to(page - 1)}>
        Previous
      </button>
      <span>
        {count(page)} of {count(last)}
      </span>
      <button type="button" disabled={page >= last} onClick={to(page + 1)}>
        Next
      </button>
    </nav>
  );
}
