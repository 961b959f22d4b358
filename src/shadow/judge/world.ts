/** The world that stands beside the cloud. */
export interface World {
  /** Its image API, with the context path. */
  readonly url: string;
  /** A session of its admin. */
  session(): Promise<string>;
  /** Its time, in ms since 1970. */
  now(): number;
  /** Does everything that is due. */
  settle(): Promise<void>;
  /** Lets its time go on to this moment, in ms since 1970; never back. */
  moveTo(time: number): Promise<void>;
  /** A moment to which it can go back. */
  mark(): string | undefined;
  /** Takes back what was written since a moment; false: it cannot any more. */
  takeBack(mark: string | undefined): Promise<boolean>;
  /** Puts another one in its place, as the cloud is now; undefined where nobody may ask the cloud. */
  readonly captureAnew?: (() => Promise<Captured>) | undefined;
}

/** What was captured. */
export interface Captured {
  /** Names in it mean the same on both sides. */
  readonly text: string;
  /** Uuids of what the cloud has and the world could not be given. */
  readonly notCarried: readonly string[];
}
