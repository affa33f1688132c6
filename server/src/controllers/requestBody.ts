import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { rowIdOf } from '../outbox/rows';
import { runtimeOf } from '../runtime';
import type { FilterContext } from './listParameters';
import { seesPersonal } from './personal';

/** The administrator as people are shown in a delivery's history. */
export function personOf(ctx: Context): string | null {
  const user = ctx.state.user as { email?: string; username?: string } | undefined;
  return user?.email ?? user?.username ?? null;
}

/** The delivery's id in the path; one that there can't be where it is no number. */
export function idOf(ctx: Context): number {
  return rowIdOf((ctx.params as { id: string }).id);
}

/** What the request's filter is read with. */
export function filterContextOf(strapi: Core.Strapi, ctx: Context): FilterContext {
  return { seesPersonal: seesPersonal(ctx), sites: runtimeOf(strapi).settings.current().sites };
}
