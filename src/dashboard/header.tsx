import { Clock } from './ui/clock.js';
import { Progression } from './ui/progression.js';
import { Access } from './ui/access.js';
import { viewHref } from './place.js';
import { worldName } from './world.js';

/** Which world, what time it is there, and how its work goes on. */
export const Header = () => (
  <header>
    <a class="brand" href={viewHref('images')}>
      <img src={ICON} alt="" width="24" height="24" />
      <span>image emulator</span>
    </a>
    <a class="world" href={viewHref('worlds')} title="All worlds">
      <span class="label">World</span> <b>{worldName.value}</b>
    </a>
    <Clock />
    <Progression />
    <Access />
  </header>
);

const ICON = document.querySelector<HTMLLinkElement>('link[rel=icon]')?.href ?? '';
