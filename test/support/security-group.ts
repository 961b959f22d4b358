import type { Json, TestEmulator } from './emulator';

/** Rules as calls name them. */
export const tcp = (dstPortRange: string | null, more: object = {}): object => ({
  type: 'Ingress',
  protocol: 'TCP',
  dstPortRange,
  ...more,
});
export const allProtocols = (more: object = {}): object => ({
  type: 'Ingress',
  protocol: 'ALL',
  ...more,
});

/** The call that changes a rule. */
export const changingRule = (rule: Json, changed: object) =>
  [
    'PUT',
    `/security-groups/rules/${rule.uuid}/actions`,
    { changeSecurityGroupRule: changed },
  ] as const;

/** A group that a test works on. */
export class OwnGroup {
  private constructor(
    private readonly emulator: TestEmulator,
    readonly uuid: string,
  ) {}

  static async make(emulator: TestEmulator): Promise<OwnGroup> {
    const { uuid } = await emulator.make('POST', '/security-groups', { params: { name: 'web' } });
    return new OwnGroup(emulator, uuid);
  }

  get path(): string {
    return `/security-groups/${this.uuid}/rules`;
  }

  add(rules: object[], more: object = {}): Promise<Json> {
    return this.emulator.make('POST', this.path, { params: { rules, ...more } });
  }

  change(rule: Json, changed: object): Promise<Json> {
    return this.emulator.make(...changingRule(rule, changed));
  }

  /** The rules that are not those of every group, by type and place. */
  async own(): Promise<Json[]> {
    return (await this.emulator.find(`/security-groups/${this.uuid}`)).rules
      .filter(({ priority }: Json) => priority !== 0)
      .toSorted((a: Json, b: Json) =>
        a.type === b.type ? a.priority - b.priority : a.type < b.type ? -1 : 1,
      );
  }

  /** Type, place, port and the second of the last change of each of them. */
  async order(): Promise<string[]> {
    return (await this.own()).map(
      ({ type, priority, dstPortRange, lastOpDate }) =>
        `${type} ${priority} ${dstPortRange} ${lastOpDate.slice(-5, -3)}`,
    );
  }

  /** Adds one to a group without any; answers it. */
  async only(rule: object): Promise<Json> {
    await this.add([rule]);
    return (await this.own())[0];
  }
}
