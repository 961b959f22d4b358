import { viewHref } from './place.js';
import { VIEWS } from './views/index.js';

const GROUPS = [...new Set(VIEWS.map(({ group }) => group))];

/** Links to all views. */
export const Navigation = ({ current }: { current: string }) => (
  <nav aria-label="Views">
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
  </nav>
);
