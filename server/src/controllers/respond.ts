import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { SendOneReport, SettingsError } from '../contracts';
import type { Sent } from '../operations/sendEntry';
import { viewOf } from './personal';

/** Refuses a request as Strapi does: 400 with `error.details.errors[{ path, message }]`. */
export function refuse(ctx: Context, errors: SettingsError[]): void {
  const message = errors.length === 1 ? errors[0]?.message : `${errors.length} errors occurred`;
  ctx.badRequest(message, { errors });
}

/** Answers with JSON that may be null; Koa would turn a bare null into "no content". */
export function answerJson(ctx: Context, value: unknown): void {
  ctx.status = 200;
  ctx.type = 'application/json';
  ctx.body = JSON.stringify(value);
}

/** Answers a request to send one entry or delivery. */
export function answerSent(strapi: Core.Strapi, ctx: Context, sent: Sent): void {
  const shown = viewOf(strapi, ctx);
  switch (sent.kind) {
    case 'accepted': {
      const report: SendOneReport = {
        sent: 1,
        skipped: 0,
        reasons: {},
        delivery: shown(sent.delivery),
      };
      ctx.status = 202;
      ctx.body = report;
      return;
    }
    case 'sending':
      ctx.conflict('This lead is being sent at this moment. Wait for its result.', {
        code: 'sending',
        delivery: shown(sent.delivery),
      });
      return;
    case 'erased':
      ctx.conflict('The entry was deleted and its lead erased: there is nothing left to send.', {
        code: 'erased',
        delivery: shown(sent.delivery),
      });
      return;
    case 'noForm':
      ctx.badRequest('No Calltouch form is configured for this content type.', { code: 'noForm' });
      return;
    case 'notFound':
      ctx.notFound('There is no such entry or delivery.', { code: 'notFound' });
  }
}
