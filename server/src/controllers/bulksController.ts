import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { CancelOneReport } from '../contracts';
import { runtimeOf } from '../runtime';
import { viewOf } from './personal';
import { filterContextOf, idOf, personOf } from './requestBody';
import { answerSent, refuse } from './respond';
import { parseDocumentIds, parseSelection } from './requestedSelection';

/** What is done with many deliveries or entries at once, and the cancelling. */
export const bulks = ({ strapi }: { strapi: Core.Strapi }) => ({
  async resend(ctx: Context) {
    const parsed = parseSelection(ctx.request.body, filterContextOf(strapi, ctx));
    if ('errors' in parsed) return refuse(ctx, parsed.errors);
    const { bulks: many } = runtimeOf(strapi);
    if (parsed.isDryRun) {
      ctx.body = await many.estimateResend(parsed.selection);
      return;
    }
    ctx.status = 202;
    ctx.body = await many.resend(parsed.selection, personOf(ctx));
  },

  async sendEntries(ctx: Context) {
    const parsed = parseDocumentIds(ctx.request.body);
    if ('errors' in parsed) return refuse(ctx, parsed.errors);
    const { contentType } = ctx.params as { contentType: string };
    const { bulks: many } = runtimeOf(strapi);
    const report = parsed.isDryRun
      ? await many.estimateEntries(contentType, parsed.documentIds)
      : await many.sendEntries(contentType, parsed.documentIds, personOf(ctx));
    if (report === 'noForm') return answerSent(strapi, ctx, { kind: 'noForm' });
    ctx.status = parsed.isDryRun ? 200 : 202;
    ctx.body = report;
  },

  async progress(ctx: Context) {
    const { bulkId } = ctx.params as { bulkId: string };
    const progress = await runtimeOf(strapi).bulks.progress(bulkId);
    if (progress) ctx.body = progress;
    else ctx.notFound('There is no such resend, or later ones took over all of its leads.');
  },

  async cancel(ctx: Context) {
    const parsed = parseSelection(ctx.request.body, filterContextOf(strapi, ctx));
    if ('errors' in parsed) return refuse(ctx, parsed.errors);
    const { bulks: many } = runtimeOf(strapi);
    ctx.body = parsed.isDryRun
      ? await many.estimateCancel(parsed.selection)
      : await many.cancel(parsed.selection, personOf(ctx) ?? 'Strapi');
  },

  async cancelOne(ctx: Context) {
    const { bulks: many, queries } = runtimeOf(strapi);
    const id = idOf(ctx);
    const report = await many.cancel({ ids: [id] }, personOf(ctx) ?? 'Strapi');
    const delivery = await queries.one(id);
    if (!delivery) return answerSent(strapi, ctx, { kind: 'notFound' });
    if (report.cancelled > 0) {
      const answer: CancelOneReport = { ...report, delivery: viewOf(strapi, ctx)(delivery) };
      ctx.body = answer;
    } else if (report.reasons.sending) {
      answerSent(strapi, ctx, { kind: 'sending', delivery });
    } else {
      ctx.conflict('Only a lead that waits can be cancelled.', {
        code: 'notWaiting',
        delivery: viewOf(strapi, ctx)(delivery),
      });
    }
  },
});
