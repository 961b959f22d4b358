import { computed, signal } from '@preact/signals';

/** What is looked at: a view, one thing of it, and how it is filtered. All of it stands in the address. */
export interface Place {
  readonly view: string;
  /** One thing of the view, such as the uuid of an image. */
  readonly id: string | undefined;
  readonly params: URLSearchParams;
}

const NAMED = /^\/environments\/([^/]+)\/?$/;

/** The world that the address names; undefined: the one that addresses without a name mean here. */
export const namedWorld = NAMED.exec(location.pathname)?.[1];

/** The address of a world; the views of one are fragments of it. */
export const worldHref = (name: string | undefined, fragment = ''): string =>
  `${name === undefined ? '/' : `/environments/${encodeURIComponent(name)}`}${fragment}`;

/** The fragment of a view, for links. */
export function viewHref(
  view: string,
  id?: string,
  params: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(params).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
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
  const [view = '', id] = path.split('/');
  return {
    view,
    id: id === undefined || id === '' ? undefined : decoded(id),
    params: new URLSearchParams(search),
  };
});

/** Changes how the same view is filtered, without a step in the browser's history for each letter. */
export function refine(params: Readonly<Record<string, string | undefined>>): void {
  const { view, id, params: now } = place.value;
  history.replaceState(null, '', viewHref(view, id, { ...Object.fromEntries(now), ...params }));
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
