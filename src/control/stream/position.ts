/** Up to where a stream has told, as its ids say. */
export interface Position {
  /** Of which process. */
  readonly process: string;
  /** Which of the worlds that were followed there: its numbers mean nothing in another one; 0: none. */
  readonly world: number;
  /** The last request, change and piece of news about environments. */
  readonly requests: number;
  readonly changes: number;
  readonly worlds: number;
}

export const positionText = ({ process, world, requests, changes, worlds }: Position): string =>
  `${process}.${world}.${requests}.${changes}.${worlds}`;

const FORM = /^([0-9a-f]{16})\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/;

/** The position that an id says; undefined where it is none of ours. */
export function positionIn(text: string): Position | undefined {
  const [, process, ...numbers] = FORM.exec(text) ?? [];
  if (process === undefined) return undefined;
  const [world = 0, requests = 0, changes = 0, worlds = 0] = numbers.map(Number);
  return { process, world, requests, changes, worlds };
}
