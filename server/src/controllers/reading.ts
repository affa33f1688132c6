import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { dayZoneOf, lastDays } from '../lead/day';
import { runtimeOf } from '../runtime';
import { deliveriesCsv } from './deliveriesCsv';
import { parseDocumentIds, parseExportQuery } from './listParameters';
import { viewOf } from './personal';
import { filterContextOf } from './requestBody';
import { refuse } from './respond';

/** Actions that read what can be too much for one page. */
export const reading = ({ strapi }: { strapi: Core.Strapi }) => ({
  async statuses(ctx: Context) {
    const { contentType } = ctx.params as { contentType: string };
    const parsed = parseDocumentIds(ctx.query.documentIds);
    if ('errors' in parsed) refuse(ctx, parsed.errors);
    else ctx.body = await runtimeOf(strapi).queries.statuses(contentType, parsed.documentIds);
  },

  exportCsv(ctx: Context) {
    const parsed = parseExportQuery(ctx.query, filterContextOf(strapi, ctx));
    if ('errors' in parsed) return refuse(ctx, parsed.errors);
    const { queries, settings } = runtimeOf(strapi);
    const timeZone = dayZoneOf(settings.current().sites, ctx.query.site);
    const today = lastDays(Date.now(), timeZone, 1)[0]?.day;
    ctx.type = 'text/csv; charset=utf-8';
    ctx.attachment(`calltouch-deliveries-${today}.csv`);
    ctx.body = deliveriesCsv(queries.each(parsed.filter), viewOf(strapi, ctx), () => {
      // The answer has begun, so that only its breaking off tells the client that it is not whole.
      ctx.res.destroy();
    });
  },
});
