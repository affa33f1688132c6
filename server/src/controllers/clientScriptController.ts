import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { runtimeOf } from '../runtime';

/** Settings are baked in, so browsers ask again soon; what has not changed costs them a 304. */
const CACHE_CONTROL = 'public, max-age=300, must-revalidate';

/** The capture script, for anybody's page. */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
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
});
