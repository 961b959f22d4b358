import { computed, signal } from '@preact/signals';

/** What is looked at: a view, one thing of it, and how it is filtered. All of it stands in the address. */
export interface Place {
  readonly view: string;
  /** One thing of the view, such as the uuid of an image. */
  readonly id: string | undefined;
  readonly params: URLSearchParams;
}

/** Parameters of a view; what has no value is left out. */
export type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

const NAMED = /^\/environments\/([^/]+)\/?$/;

/** The world that the address names; undefined: the one that addresses without a name mean. */
export const namedWorld = NAMED.exec(location.pathname)?.[1];

/** The address of a world. */
export const worldHref = (name: string): string => `/environments/${encodeURIComponent(name)}`;

/** The address of a view of this world: a fragment. */
export function viewHref(view: string, id?: string, params: Params = {}): string {
  const given = Object.entries(params).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : (value ?? []))
      .filter((one) => one !== '')
      .map((one) => [name, one]),
  );
  const search = new URLSearchParams(given).toString();
  const path = id === undefined ? view : `${view}/${encodeURIComponent(id)}`;
  return `#/${path}${search === '' ? '' : `?${search}`}`;
}

const fragment = signal(location.hash);
addEventListener('hashchange', () => {
  fragment.value = location.hash;
});

export const place = computed<Place>(() => {
  const [path = '', search = ''] = fragment.value.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [view = '', id = ''] = path.split('/');
  return {
    view,
    id: id === '' ? undefined : decoded(id),
    params: new URLSearchParams(search),
  };
});

/** Shows the same view otherwise, without a step in the browser's history for each letter. */
export function refine(params: Params): void {
  const { view, id, params: now } = place.value;
  const kept = Object.fromEntries([...now.keys()].map((name) => [name, now.getAll(name)]));
  history.replaceState(null, '', viewHref(view, id, { ...kept, ...params }));
  fragment.value = location.hash;
}

/** Goes to a view as a link would. */
export function go(href: string): void {
  location.hash = href.replace(/^#/, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
