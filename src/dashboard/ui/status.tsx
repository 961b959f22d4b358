const TONES: Readonly<Record<string, 'good' | 'wait' | 'bad'>> = {
  Ready: 'good',
  Running: 'good',
  Connected: 'good',
  Enabled: 'good',
  Completed: 'good',
  Succeeded: 'good',
  Downloading: 'wait',
  Creating: 'wait',
  Connecting: 'wait',
  Starting: 'wait',
  Stopping: 'wait',
  Migrating: 'wait',
  Deleted: 'bad',
  Destroyed: 'bad',
  Disconnected: 'bad',
  Unknown: 'bad',
  Failed: 'bad',
};

/** A state or status; its word says it, its colour only helps. */
export const Status = ({ of }: { of: unknown }) => (
  <span class={`status ${TONES[String(of)] ?? ''}`}>{String(of)}</span>
);

/** How far work is. */
export const Progress = ({ percent, label }: { percent: number; label: string }) => (
  <span class="progress">
    <progress value={percent} max={100} aria-label={label} />
    <span class="percent">{percent} %</span>
  </span>
);
