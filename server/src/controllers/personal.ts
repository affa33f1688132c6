import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { PLUGIN_ID, type Delivery, type Form, type Permission, type Preview } from '../contracts';
import { hideAll, maskDelivery, maskPreview, settingsWords } from '../privacy/maskDelivery';
import { runtimeOf } from '../runtime';

const RIGHT: Permission = 'deliveries.personal';

/** Whether an administrator may see names, phones and emails. */
export function seesPersonal(ctx: Context): boolean {
  const ability = ctx.state.userAbility as { can(action: string): boolean };
  return ability.can(`plugin::${PLUGIN_ID}.${RIGHT}`);
}

/** Deliveries as the administrator who asks may see them. */
export function viewOf(strapi: Core.Strapi, ctx: Context): (delivery: Delivery) => Delivery {
  if (seesPersonal(ctx)) return (delivery) => delivery;
  const words = settingsWords(runtimeOf(strapi).settings.current().forms);
  return (delivery) =>
    orBare(
      strapi,
      () => maskDelivery(delivery, words),
      () => hideAll(delivery),
    );
}

/** A preview of a form as the administrator who asks may see it. */
export function previewFor(
  strapi: Core.Strapi,
  ctx: Context,
  preview: Preview,
  form: Form,
): Preview {
  if (seesPersonal(ctx)) return preview;
  const { documentId, site } = preview;
  return orBare(
    strapi,
    () => maskPreview(preview, form),
    () => ({ documentId, site, lead: null, reason: null, warnings: [], isMasked: true }),
  );
}

/** Masks; where that fails, nothing of what was to be masked is shown, or written into the log. */
function orBare<T>(strapi: Core.Strapi, mask: () => T, bare: () => T): T {
  try {
    return mask();
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    strapi.log.error(`[calltouch] What can't be masked is not shown at all: ${name} while masking`);
    return bare();
  }
}
