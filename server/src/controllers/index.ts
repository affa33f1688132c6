import type { Core, UID } from '@strapi/strapi';
import type { Context } from 'koa';
import { describeContentTypes } from '../settings/contentTypeInfo';
import type { FormInfo, PreviewRequest, SiteInfo, AdoptRequest } from '../contracts';
import { runtimeOf } from '../runtime';
import { bulks } from './bulksController';
import { checkUp } from './checkUpController';
import {
  parseAttemptsWanted,
  parseDays,
  parseDeliveryQuery,
  refusal,
  parseDocumentIds,
  parseExportQuery,
} from './listParameters';
import { previewFor, viewOf } from './personal';
import { filterContextOf, idOf, personOf } from './requestBody';
import { answerJson, answerSent, refuse } from './respond';
import { lateSessionOf } from '../capture/lateSession';
import { dayZoneOf, lastDays } from '../lead/day';
import { deliveriesCsv } from './deliveriesCsv';

const settings = ({ strapi }: { strapi: Core.Strapi }) => ({
  read(ctx: Context) {
    ctx.body = runtimeOf(strapi).settings.current();
  },

  async update(ctx: Context) {
    const saved = await runtimeOf(strapi).settings.save(ctx.request.body);
    if ('errors' in saved) refuse(ctx, saved.errors);
    else ctx.body = saved.settings;
  },

  async problems(ctx: Context) {
    const { settings: store } = runtimeOf(strapi);
    const checked = await store.check(store.current());
    ctx.body = { errors: 'errors' in checked ? checked.errors : [] };
  },

  contentTypes(ctx: Context) {
    ctx.body = describeContentTypes(strapi);
  },

  async preview(ctx: Context) {
    const { form, documentId } = (ctx.request.body ?? {}) as Partial<PreviewRequest>;
    if (typeof form !== 'object' || form === null) {
      return refuse(ctx, [refusal('form', 'a form as in the settings')]);
    }
    if (documentId !== undefined && typeof documentId !== 'string') {
      return refuse(ctx, [refusal('documentId', 'the documentId of an entry, or nothing')]);
    }
    const preview = await runtimeOf(strapi).preview({ form, documentId });
    if ('errors' in preview) refuse(ctx, preview.errors);
    else ctx.body = previewFor(strapi, ctx, preview, form);
  },
});

const deliveries = ({ strapi }: { strapi: Core.Strapi }) => ({
  forms(ctx: Context) {
    const { forms } = runtimeOf(strapi).settings.current();
    const infos: FormInfo[] = forms.map(({ contentType, enabled }) => ({
      contentType,
      displayName:
        strapi.contentTypes[contentType as UID.ContentType]?.info.displayName ?? contentType,
      enabled,
    }));
    ctx.body = infos;
  },

  sites(ctx: Context) {
    const { sites } = runtimeOf(strapi).settings.current();
    const infos: SiteInfo[] = sites.map(({ key, name, timeZone }) => ({ key, name, timeZone }));
    ctx.body = infos;
  },

  async find(ctx: Context) {
    const parsed = parseDeliveryQuery(ctx.query, filterContextOf(strapi, ctx));
    if ('errors' in parsed) return refuse(ctx, parsed.errors);
    const page = await runtimeOf(strapi).queries.page(parsed.query);
    ctx.body = { ...page, results: page.results.map(viewOf(strapi, ctx)) };
  },

  async findOne(ctx: Context) {
    const parsed = parseAttemptsWanted(ctx.query);
    if ('errors' in parsed) return refuse(ctx, parsed.errors);
    const delivery = await runtimeOf(strapi).queries.one(idOf(ctx), parsed.wanted);
    if (delivery) ctx.body = viewOf(strapi, ctx)(delivery);
    else ctx.notFound('There is no such delivery.');
  },

  async resend(ctx: Context) {
    answerSent(strapi, ctx, await runtimeOf(strapi).resend(idOf(ctx), personOf(ctx)));
  },

  async ofEntry(ctx: Context) {
    const { contentType, documentId } = ctx.params as { contentType: string; documentId: string };
    const parsed = parseAttemptsWanted(ctx.query);
    if ('errors' in parsed) return refuse(ctx, parsed.errors);
    const { queries } = runtimeOf(strapi);
    const delivery = await queries.ofEntry(contentType, documentId, parsed.wanted);
    answerJson(ctx, delivery && viewOf(strapi, ctx)(delivery));
  },

  async sendEntry(ctx: Context) {
    const { contentType, documentId } = ctx.params as { contentType: string; documentId: string };
    answerSent(
      strapi,
      ctx,
      await runtimeOf(strapi).sendEntry(contentType, documentId, personOf(ctx)),
    );
  },

  async overview(ctx: Context) {
    const parsed = parseDays(ctx.query.days);
    if ('errors' in parsed) refuse(ctx, parsed.errors);
    else ctx.body = await runtimeOf(strapi).overview(parsed.days);
  },
});

/** Whether leads get to Calltouch, and whose they are. */
const health = ({ strapi }: { strapi: Core.Strapi }) => ({
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

/** Settings are baked in, so browsers ask again soon; what has not changed costs them a 304. */
const CACHE_CONTROL = 'public, max-age=300, must-revalidate';

/** The capture script, for anybody's page, and what it tells. */
const clientScript = ({ strapi }: { strapi: Core.Strapi }) => ({
  serve(ctx: Context) {
    const { text, etag } = runtimeOf(strapi).clientScript();
    ctx.set({
      'Cache-Control': CACHE_CONTROL,
      'Cross-Origin-Resource-Policy': 'cross-origin',
      // It holds nothing secret, and a page that pins its hash must load it by CORS.
      'Access-Control-Allow-Origin': '*',
      ETag: etag,
    });
    ctx.type = 'text/javascript; charset=utf-8';
    ctx.status = 200;
    if (ctx.fresh) ctx.status = 304;
    else ctx.body = text;
  },

  async takeSession(ctx: Context) {
    const late = lateSessionOf(ctx.request.body);
    if (late) await runtimeOf(strapi).takeSession(late);
    // Whatever it held: who guesses tokens learns nothing.
    ctx.status = 204;
  },
});

/** Actions that read what can be too much for one page. */
const reading = ({ strapi }: { strapi: Core.Strapi }) => ({
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

export default { settings, deliveries, reading, bulks, checkUp, health, clientScript };
