import type { Entity } from './entities.js';

/** How sets of rows are asked: of each row in turn (`exists`), or all of them first (`in`). */
export type SetForm = 'exists' | 'in';

/** What a caller sees, in SQL: its values are added to those of the statement, in the order of the text. */
export class Visibility {
  constructor(
    /** An account; undefined sees all. */
    private readonly viewer: string | undefined,
    private readonly values: unknown[],
    /** What ends a statement whose time is over, at each row of the table. */
    private readonly guard: (alias: string) => string,
  ) {}

  isAll({ visibleTo }: Pick<Entity, 'visibleTo'>): boolean {
    return this.viewer === undefined || visibleTo === 'everybody';
  }

  visible({ visibleTo, key }: Entity, alias: string, form: SetForm): string {
    const viewer = this.viewer ?? '';
    if (visibleTo === 'everybody') return '1';
    if (visibleTo !== 'resource' && 'account' in visibleTo) {
      this.values.push(viewer);
      return `${alias}."${visibleTo.account}" = ?`;
    }
    if (form === 'in' && visibleTo === 'resource') {
      return `${alias}."${key}" in (${this.visibleUuids()})`;
    }
    const uuid = `${alias}."${visibleTo === 'resource' ? key : visibleTo.resource}"`;
    this.values.push(viewer, viewer);
    const seen = `exists (select 1 from "account_resource_refs" o where o."resource_uuid" = ${uuid} and o."account_uuid" = ?) or exists (select 1 from "shared_resources" s where s."resource_uuid" = ${uuid} and (s."receiver_account_uuid" = ? or s."to_public" = 1))`;
    if (visibleTo === 'resource' || !visibleTo.orNobodys) return `(${seen})`;
    this.values.push(viewer);
    const shown = `(${seen} or not exists (select 1 from "account_resource_refs" o where o."resource_uuid" = ${uuid}) and not exists (select 1 from "accounts" a where a."uuid" = ${uuid} and a."uuid" <> ?))`;
    if (visibleTo.owner === undefined) return shown;
    return `${shown} and ${this.ownedOrNothing(`${alias}."${visibleTo.owner}"`)}`;
  }

  /** That a column names something of the caller's own, or nothing. */
  ownedOrNothing(column: string): string {
    this.values.push(this.viewer ?? '');
    return `(${column} is null or exists (select 1 from "account_resource_refs" o where o."resource_uuid" = ${column} and o."account_uuid" = ?))`;
  }

  visibleUuids(): string {
    const viewer = this.viewer ?? '';
    this.values.push(viewer, viewer);
    const listed = (table: string, condition: string) =>
      `select v."resource_uuid" from "${table}" v where ${this.guard('v')}v.${condition}`;
    return [
      listed('account_resource_refs', '"account_uuid" = ?'),
      listed('shared_resources', '"receiver_account_uuid" = ?'),
      listed('shared_resources', '"to_public" = 1'),
    ].join(' union all ');
  }
}
