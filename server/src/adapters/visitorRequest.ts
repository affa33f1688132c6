import type { Core } from '@strapi/strapi';
import type { Capture, Form, Settings } from '../contracts';
import { captureOf, NO_CAPTURE } from '../core/capture';

/** The member of `body.data` with which a visitor's page tells session and address. */
export const CAPTURE_INPUT = 'calltouch';

/**
 * The capture of the request that is being served, if it is a visitor's. An administrator's session
 * is not the visitor's, and neither is that of a job without a request.
 */
export function captureNow(strapi: Core.Strapi, settings: Settings, form: Form): Capture {
  const context = strapi.requestContext.get();
  const route = context?.state?.route as { info?: { type?: string } } | undefined;
  if (!context || route?.info?.type !== 'content-api') return NO_CAPTURE;
  const body: unknown = context.request.body;
  return captureOf(
    {
      input: memberOf(memberOf(body, 'data'), CAPTURE_INPUT),
      cookies: context.get('cookie') || null,
      referer: context.get('referer') || null,
    },
    settings,
    form,
  );
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, unknown>)[name];
}
