import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { runtimeOf } from '../runtime';
import { refusal } from './listParameters';
import { personOf } from './requestBody';
import { refuse } from './respond';

/** Whether the settings work: by what is known, and by trying. */
export const checkUp = ({ strapi }: { strapi: Core.Strapi }) => ({
  async read(ctx: Context) {
    ctx.body = await runtimeOf(strapi).checkUp();
  },

  async page(ctx: Context) {
    const { url } = (ctx.request.body ?? {}) as Record<string, unknown>;
    if (typeof url !== 'string') return refuse(ctx, [refusal('url', 'the address of a page')]);
    ctx.body = await runtimeOf(strapi).checkPage({ url });
  },

  async testLead(ctx: Context) {
    const { site, contentType } = (ctx.request.body ?? {}) as Record<string, unknown>;
    if (typeof site !== 'string') return refuse(ctx, [UNKNOWN.site]);
    if (contentType !== undefined && typeof contentType !== 'string') {
      return refuse(ctx, [UNKNOWN.contentType]);
    }
    const sent = await runtimeOf(strapi).testLead({ site, contentType }, personOf(ctx) ?? 'Strapi');
    switch (sent.kind) {
      case 'sent':
        ctx.body = sent.result;
        return;
      case 'unknown':
        return refuse(ctx, [UNKNOWN[sent.member]]);
      case 'busy':
        ctx.serviceUnavailable(
          'Nothing was sent: for 10 seconds other leads have taken the whole rate, or Calltouch has asked to wait. Try again later.',
          { code: 'busy' },
        );
        return;
      case 'never':
        ctx.conflict(
          "Nothing was sent: the plugin's configuration says send: 'never'. Change it to send from here.",
          { code: 'sendNever' },
        );
    }
  },
});

const UNKNOWN = {
  site: refusal('site', 'the key of a stored site'),
  contentType: refusal('contentType', 'the content type of a stored form, or nothing'),
};
