import { bytes } from '../format.js';

/** A part of a capacity. */
export interface Part {
  readonly name: string;
  readonly bytes: number;
  readonly kind: 'taken' | 'system' | 'free';
}

/** A capacity as a bar: its parts add up to the whole. */
export function Capacity({
  total,
  parts,
  label,
}: {
  total: number;
  parts: readonly Part[];
  label: string;
}) {
  const percent = (part: Part) => (total > 0 ? Math.max(0, (part.bytes / total) * 100) : 0);
  const said = parts.map((part) => `${part.name} ${bytes(part.bytes)}`).join(' + ');
  return (
    <figure class="capacity" aria-label={`Capacity of ${label}`}>
      <div class="bar" aria-hidden="true">
        {parts.map((part) => (
          <span
            key={part.name}
            class={part.kind}
            style={{ width: `${percent(part)}%` }}
            title={`${part.name}: ${bytes(part.bytes)}`}
          />
        ))}
      </div>
      <figcaption>
        {said} = <b>{bytes(total)}</b>
      </figcaption>
    </figure>
  );
}
