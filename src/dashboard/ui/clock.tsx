import { useEffect, useState } from 'preact/hooks';
import { order } from '../api.js';
import { clock } from '../live.js';
import { closedBecause } from '../viewer.js';
import { Button } from './button.js';

/** The time of the world, and what moves it. */
export function Clock() {
  const told = clock.value;
  const isStopped = told?.mode === 'stopped';
  const advance = (by: string) => () => order('POST', '/clock/advance', { by });
  return (
    <fieldset class="clock" aria-label="Clock of the world">
      <Time />
      {isStopped ? (
        <Button does="The clock runs" work={() => order('PUT', '/clock', { mode: 'run' })}>
          Run
        </Button>
      ) : (
        <Button does="The clock stands" work={() => order('PUT', '/clock', { mode: 'stopped' })}>
          Stop
        </Button>
      )}
      <Button does="An hour later" label="Advance the clock by 1 hour" work={advance('1h')}>
        +1 h
      </Button>
      <Button does="Three days later" label="Advance the clock by 3 days" work={advance('3d')}>
        +3 d
      </Button>
    </fieldset>
  );
}

/** It goes on between two answers as the world's does. */
function Time() {
  const told = clock.value;
  const [, tick] = useState(0);
  useEffect(() => {
    if (told === undefined || told.mode === 'stopped') return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [told?.mode]);
  if (told === undefined)
    return <span class="time">{closedBecause.value === undefined ? '…' : 'closed'}</span>;
  const passed = told.mode === 'stopped' ? 0 : performance.now() - told.at;
  const iso = new Date(told.milliseconds + passed).toISOString();
  return (
    <time class="time" dateTime={iso} title={`${iso}, ${MODES[told.mode]}`}>
      {iso.slice(0, 10)} <b>{iso.slice(11, 19)}</b>
      <span class={`mode ${told.mode}`}>{told.mode}</span>
    </time>
  );
}

const MODES = {
  real: "the machine's time",
  offset: 'runs, shifted from the time of the machine',
  stopped: 'stands until it is moved',
} as const;
