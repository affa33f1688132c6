import type { Core } from '@strapi/strapi';
import type { Capture, Form, Settings } from '../contracts';
import { captureInput, CAPTURE_INPUT } from './captureInput';
import { captureOf, NO_CAPTURE } from './capture';
import { captureFaults } from './captureFaults';
import type { Context } from 'koa';

/**
 * The capture of the request that is being served, if it is a visitor's, and what of the page's word
 * was left out. An administrator's session is not the visitor's, and neither is that of a job without
 * a request.
 */
export function captureNow(
  strapi: Core.Strapi,
  settings: Settings,
  form: Form,
): { capture: Capture; faults: string[] } {
  const context = strapi.requestContext.get();
  const route = context?.state?.route as { info?: { type?: string } } | undefined;
  if (!context || route?.info?.type !== 'content-api') {
    return { capture: NO_CAPTURE, faults: [] };
  }
  const input = takenInput(context) ?? captureInput(context.request.body);
  const capture = captureOf(
    {
      input,
      cookies: context.get('cookie') || null,
      referer: context.get('referer') || null,
      atMs: Date.now(),
    },
    settings,
    form,
  );
  return { capture, faults: captureFaults(input) };
}

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
