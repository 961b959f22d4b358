import { realTime } from '../core/clock.js';
import type { Evidence } from '../verify/report/evidence.js';
import type { Verdict } from './judge/verdict.js';
import { ShadowProcess } from './outbox/child.js';
import { Outbox } from './outbox/outbox.js';
import { Proxy } from './proxy/proxy.js';
import { shadowEvidence } from './report/evidence.js';
import { Findings, type Finding } from './report/findings.js';
import { reportOf, type ShadowReport, type Watched } from './report/report.js';

export interface ShadowSettings {
  /** The cloud's image API, with its context path. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly release: string;
  /** The script of the process that judges, with its words, and what it is told at its beginning. */
  readonly script: readonly string[];
  readonly options: unknown;
  /** So many exchanges wait for it at most, and so many bytes. */
  readonly most: number;
  readonly mostBytes: number;
  /** Bytes of a body that are looked at. */
  readonly mostOfBody: number;
  readonly onFinding: (finding: Finding) => void;
  readonly onGone: (reason: string) => void;
}

/** So many exchanges are with the process that judges at a time. */
const AT_ONCE = 16;
/** How long requests may take to end at the close, in ms. */
const GRACE = 5_000;

/** A proxy before a cloud, and beside it a process that compares what it hears with an emulator. */
export class Shadow {
  readonly #findings = new Findings();
  readonly #began = realTime();
  readonly #outbox: Outbox;
  #process: ShadowProcess | undefined;
  #proxy: Proxy | undefined;
  #gone: string | undefined;
  #onEmpty: () => void = () => undefined;

  private constructor(private readonly settings: ShadowSettings) {
    this.#outbox = new Outbox({
      most: settings.most,
      mostBytes: settings.mostBytes,
      atOnce: AT_ONCE,
      send: (exchange) => this.#process?.send(exchange, this.#outbox.lost.writes) ?? false,
    });
  }

  /**
   * Begins with the world, so that it has seen everything that passes.
   * @throws {ShadowFailed} where there can be no world, the server's error for the port
   */
  static async start(settings: ShadowSettings): Promise<Shadow> {
    const shadow = new Shadow(settings);
    const { script, options, url, host, port, mostOfBody } = settings;
    shadow.#process = await ShadowProcess.start(script, options, {
      onVerdict: (verdict) => shadow.#take(verdict),
      onGone: (reason) => shadow.#lose(reason),
    });
    try {
      shadow.#proxy = await Proxy.start({
        url,
        host,
        port,
        mostOfBody,
        onExchange: (exchange) => shadow.#outbox.offer(exchange),
      });
    } catch (error) {
      await shadow.#process.end(0);
      throw error;
    }
    return shadow;
  }

  /** What clients are pointed at. */
  get url(): string {
    return this.#proxy?.url ?? '';
  }

  /** The process that judges. */
  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  report(): ShadowReport {
    return reportOf(this.#watched(), this.#findings);
  }

  evidence(): Evidence {
    return shadowEvidence(this.#watched(), this.#findings);
  }

  /** Ends the proxy, then lets what waits be compared, for `patience` ms at most. */
  async close(patience: number): Promise<void> {
    await this.#proxy?.close(GRACE);
    await this.#emptied(patience);
    await this.#process?.end(GRACE);
  }

  /** Resolves when nothing waits any more, or nobody is there who could take it. */
  async #emptied(patience: number): Promise<void> {
    if (this.#outbox.waiting === 0) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, patience);
      this.#onEmpty = () => {
        clearTimeout(limit);
        resolve();
      };
    });
  }

  #take(verdict: Verdict): void {
    for (const found of this.#findings.add(verdict)) this.settings.onFinding(found);
    this.#outbox.done();
    if (this.#outbox.waiting === 0) this.#onEmpty();
  }

  #lose(reason: string): void {
    this.#gone = reason;
    this.#outbox.loseAll();
    this.settings.onGone(reason);
    this.#onEmpty();
  }

  #watched(): Watched {
    const { requests = 0, unanswered = 0 } = this.#proxy?.traffic ?? {};
    return {
      target: this.settings.url,
      release: this.settings.release,
      date: new Date(this.#began).toISOString(),
      until: new Date(realTime()).toISOString(),
      requests,
      unanswered,
      waiting: this.#outbox.waiting,
      lost: this.#outbox.lost.all,
      gone: this.#gone,
    };
  }
}
