import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { CAPTURE_INPUT } from './captureInput';

type Handler = (ctx: Context, next?: unknown) => unknown;

/** Where the request's state keeps what was taken out of the body. */
const STATE = 'calltouchInput';

/**
 * Lets `calltouch` along where a visitor registers. Strapi's action refuses every member that it does
 * not know, whatever `addInputParams` admits; so this one is taken out before the action sees it.
 */
export function admitRegistrations(strapi: Core.Strapi): void {
  if (!strapi.plugin('users-permissions')) return;
  const uid = 'plugin::users-permissions.auth';
  strapi.get('controllers').extend(uid, (controller: Record<string, Handler>) => {
    const { register } = controller;
    if (!register) return controller;
    const taking: Handler = (ctx, next) => {
      takeInput(ctx);
      return register.call(controller, ctx, next);
    };
    return Object.assign(controller, { register: taking });
  });
}

function takeInput(ctx: Context): void {
  const body: unknown = ctx.request.body;
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, CAPTURE_INPUT)) return;
  const { [CAPTURE_INPUT]: input, ...rest } = body as Record<string, unknown>;
  ctx.state[STATE] = input;
  ctx.request.body = rest;
}

/** What was taken out of the body of a registration. */
export function takenInput(ctx: Pick<Context, 'state'>): unknown {
  return ctx.state[STATE];
}
