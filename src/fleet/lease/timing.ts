/** Time that only runs forward, also while the process stands still; in ms. Tests have their own. */
export interface Timing {
  now(): number;
  wait(milliseconds: number): Promise<void>;
}
