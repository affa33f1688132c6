import type { Core } from '@strapi/strapi';
import type { Capture, Form, Settings } from '../contracts';
import { captureInput } from './captureInput';
import { captureOf, NO_CAPTURE } from './capture';
import { captureFaults } from './captureFaults';
import { takenInput } from './registration';

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
    },
    settings,
    form,
  );
  return { capture, faults: captureFaults(input) };
}
