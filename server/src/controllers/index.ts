import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { describeContentTypes } from '../adapters/contentTypeInfo';
import type { FormInfo, PreviewRequest } from '../contracts';
import { runtimeOf } from '../runtime';
import { parseDeliveryFilter, parseDeliveryQuery, refusal } from './deliveryQuery';
import { answerJson, answerSent, refuse } from './respond';

/** Most deliveries that one resend names by id. */
const MOST_IDS = 1000;

/** The administrator as people are shown in a delivery's history. */
function personOf(ctx: Context): string | null {
  const user = ctx.state.user as { email?: string; username?: string } | undefined;
  return user?.email ?? user?.username ?? null;
}

function idOf(ctx: Context): number {
  const { id } = ctx.params as { id: string };
  return /^\d{1,15}$/.test(id) ? Number(id) : -1;
}

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
    else ctx.body = preview;
  },
});

const deliveries = ({ strapi }: { strapi: Core.Strapi }) => ({
  forms(ctx: Context) {
    const { forms } = runtimeOf(strapi).settings.current();
    const infos: FormInfo[] = forms.map(({ contentType, enabled }) => ({ contentType, enabled }));
    ctx.body = infos;
  },

  async find(ctx: Context) {
    const parsed = parseDeliveryQuery(ctx.query);
    if ('errors' in parsed) refuse(ctx, parsed.errors);
    else ctx.body = await runtimeOf(strapi).queries.page(parsed.query);
  },

  async findOne(ctx: Context) {
    const delivery = await runtimeOf(strapi).queries.one(idOf(ctx));
    if (delivery) ctx.body = delivery;
    else ctx.notFound('There is no such delivery.');
  },

  async resend(ctx: Context) {
    answerSent(ctx, await runtimeOf(strapi).resend(idOf(ctx), personOf(ctx)));
  },

  async resendMany(ctx: Context) {
    const { ids, filter } = (ctx.request.body ?? {}) as { ids?: unknown; filter?: unknown };
    if ((ids === undefined) === (filter === undefined)) {
      return refuse(ctx, [refusal('ids', 'either ids or filter')]);
    }
    if (filter !== undefined) {
      const parsed = parseDeliveryFilter(filter);
      if ('errors' in parsed) return refuse(ctx, parsed.errors);
      ctx.status = 202;
      ctx.body = await runtimeOf(strapi).resendMany(parsed, personOf(ctx));
      return;
    }
    if (!isIdList(ids)) {
      return refuse(ctx, [refusal('ids', `1 to ${MOST_IDS} ids of deliveries`)]);
    }
    ctx.status = 202;
    ctx.body = await runtimeOf(strapi).resendMany({ ids: [...new Set(ids)] }, personOf(ctx));
  },

  async ofEntry(ctx: Context) {
    const { contentType, documentId } = ctx.params as { contentType: string; documentId: string };
    answerJson(ctx, await runtimeOf(strapi).queries.ofEntry(contentType, documentId));
  },

  async sendEntry(ctx: Context) {
    const { contentType, documentId } = ctx.params as { contentType: string; documentId: string };
    answerSent(ctx, await runtimeOf(strapi).sendEntry(contentType, documentId, personOf(ctx)));
  },

  async overview(ctx: Context) {
    ctx.body = await runtimeOf(strapi).overview();
  },
});

function isIdList(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= MOST_IDS &&
    value.every((id) => Number.isSafeInteger(id))
  );
}

export default { settings, deliveries };
