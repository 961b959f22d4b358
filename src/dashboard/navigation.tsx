import { useEffect, useRef } from 'preact/hooks';
import { viewHref } from './place.js';
import { VIEWS } from './views/index.js';

const GROUPS = [...new Set(VIEWS.map(({ group }) => group))];

/** Links to all views. */
export function Navigation({ current }: { current: string }) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On narrow screens they stand side by side, and only some are seen.
    const link = nav.current?.querySelector<HTMLElement>('[aria-current]');
    if (nav.current && link) nav.current.scrollLeft = link.offsetLeft - nav.current.clientWidth / 3;
  }, [current]);
  return (
    <nav ref={nav} aria-label="Views">
      {GROUPS.map((group) => (
        <section key={group} aria-label={group}>
          <h2>{group}</h2>
          <ul>
            {VIEWS.filter((view) => view.group === group).map(({ name, title }) => (
              <li key={name}>
                <a href={viewHref(name)} aria-current={name === current ? 'page' : undefined}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <section aria-label="Documents">
        <h2>Documents</h2>
        <ul>
          {DOCUMENTS.map(([title, href]) => (
            <li key={href}>
              <a href={href}>{title}</a>
            </li>
          ))}
        </ul>
      </section>
    </nav>
  );
}

/** What else the emulator serves for people. */
const DOCUMENTS = [
  ['Guide', '/docs/guide/'],
  ['API', '/docs/index.html'],
] as const;
