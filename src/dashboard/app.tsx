import { useEffect, useRef } from 'preact/hooks';
import { Header } from './header.js';
import { Navigation } from './navigation.js';
import { place } from './place.js';
import { Said } from './ui/said.js';
import { VIEWS } from './views/index.js';
import { worldName } from './world.js';

/** The whole page. */
export function App() {
  const { view: name, id } = place.value;
  const view = VIEWS.find((one) => one.name === name) ?? VIEWS[0];
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = `${view?.title ?? ''} · ${worldName.value} · zstack-image-emulator`;
    // Whoever reads or tabs goes on where the view begins; at first the browser knows best.
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
  }, [view, id]);
  if (!view) return null;
  const Shown = view.component;
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => skip(event, main.current)}>
        Skip to the content
      </a>
      <Header />
      <div class="frame">
        <Navigation current={view.name} />
        <main id="main" ref={main} tabIndex={-1}>
          <Said />
          <Shown key={view.name} id={id} />
        </main>
      </div>
    </>
  );
}

/** The fragment of the address is the view's. */
function skip(event: MouseEvent, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}
