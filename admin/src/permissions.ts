import type { Permission as Action } from '../../server/src/contracts';
import { PLUGIN_ID } from '../../server/src/contracts';

interface StrapiPermission {
  action: string;
  subject: null;
}

/** One right as Strapi's `useRBAC` and `Page.Protect` take it. Stable, so that hooks don't loop. */
function right(action: Action): StrapiPermission[] {
  return [{ action: `plugin::${PLUGIN_ID}.${action}`, subject: null }];
}

/** Rights by what they allow. `useRBAC` names results by the last part of an action only, so ask one by one. */
export const PERMISSIONS = {
  readSettings: right('settings.read'),
  updateSettings: right('settings.update'),
  readDeliveries: right('deliveries.read'),
  readPersonalData: right('deliveries.personal'),
  sendDeliveries: right('deliveries.send'),
  exportDeliveries: right('deliveries.export'),
};
