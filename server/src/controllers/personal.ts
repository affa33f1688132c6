import type { Context } from 'koa';
import { PLUGIN_ID, type Delivery, type Permission } from '../contracts';
import { maskDelivery } from '../core/masking';

const RIGHT: Permission = 'deliveries.personal';

/** Whether an administrator may see names, phones and emails. */
export function seesPersonal(ctx: Context): boolean {
  const ability = ctx.state.userAbility as { can(action: string): boolean };
  return ability.can(`plugin::${PLUGIN_ID}.${RIGHT}`);
}

/** The delivery as the administrator who asks may see it. */
export function shown(ctx: Context, delivery: Delivery): Delivery {
  return seesPersonal(ctx) ? delivery : maskDelivery(delivery);
}
