import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { AdoptRequest } from '../contracts';
import { runtimeOf } from '../runtime';
import { refusal } from './listParameters';
import { personOf } from './requestBody';
import { refuse } from './respond';

/** Whether leads get to Calltouch, and whose they are. */
export const health = ({ strapi }: { strapi: Core.Strapi }) => ({
  async read(ctx: Context) {
    ctx.body = await runtimeOf(strapi).health();
  },

  async adopt(ctx: Context) {
    const { as } = (ctx.request.body ?? {}) as Partial<AdoptRequest>;
    if (as !== 'site' && as !== 'copy') return refuse(ctx, [refusal('as', '"site" or "copy"')]);
    const { adopt, health: readHealth } = runtimeOf(strapi);
    if (await adopt(as, personOf(ctx) ?? 'Strapi')) ctx.body = await readHealth();
    else
      ctx.conflict('There is nothing to decide: this database is ours, and its leads are sent.', {
        code: 'nothingToDecide',
      });
  },
});
