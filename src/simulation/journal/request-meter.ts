/** Upper ends of the latency classes, in seconds. */
export const LATENCY_CLASSES = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30,
] as const;

/** How the answers of one operation with one status came. */
export interface RequestCount {
  readonly operation: string;
  readonly status: number;
  count: number;
  seconds: number;
  /** How many fell into each class, and at the end into none. */
  readonly classes: number[];
}

/** Counts requests since the start; a request costs two look-ups and three additions. */
export class RequestMeter {
  readonly #counts = new Map<string, Map<number, RequestCount>>();

  count(operation: string, status: number, milliseconds: number): void {
    let byStatus = this.#counts.get(operation);
    if (!byStatus) this.#counts.set(operation, (byStatus = new Map<number, RequestCount>()));
    let counted = byStatus.get(status);
    if (!counted) {
      const classes = Array.from({ length: LATENCY_CLASSES.length + 1 }, () => 0);
      byStatus.set(status, (counted = { operation, status, count: 0, seconds: 0, classes }));
    }
    const seconds = milliseconds / 1000;
    counted.count++;
    counted.seconds += seconds;
    const index = LATENCY_CLASSES.findIndex((end) => seconds <= end);
    const slot = index === -1 ? LATENCY_CLASSES.length : index;
    counted.classes[slot] = (counted.classes[slot] ?? 0) + 1;
  }

  list(): RequestCount[] {
    return [...this.#counts.values()].flatMap((byStatus) => [...byStatus.values()]);
  }
}
