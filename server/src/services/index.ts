import type { Core } from '@strapi/strapi';
import type { Delivery, DeliveryPage, Settings, SettingsError } from '../contracts';
import { parseDeliveryQuery } from '../controllers/listParameters';
import { rowIdOf } from '../outbox/rows';
import type { Sent } from '../operations/sendEntry';
import { runtimeOf } from '../runtime';

/** For other code: `strapi.plugin('calltouch').service('deliveries')`. */
const deliveries = ({ strapi }: { strapi: Core.Strapi }) => ({
  /** Sends an entry that has no delivery yet, or sends its delivery again. */
  send: ({ contentType, documentId }: { contentType: string; documentId: string }): Promise<Sent> =>
    runtimeOf(strapi).sendEntry(contentType, documentId, null),

  /** Sends a delivery again. */
  resend: (id: number): Promise<Sent> => runtimeOf(strapi).resend(rowIdOf(id), null),

  /**
   * A page of deliveries; the same members as the query of `GET /calltouch/deliveries`.
   *
   * @throws where a member is invalid, naming it
   */
  find(query: Record<string, unknown> = {}): Promise<DeliveryPage> {
    const { queries, settings: store } = runtimeOf(strapi);
    const { sites } = store.current();
    const parsed = parseDeliveryQuery(query, { seesPersonal: true, sites });
    if ('errors' in parsed) throw new Error(parsed.errors.map((error) => error.message).join(' '));
    return queries.page(parsed.query);
  },

  /** One delivery with its attempts, or null. */
  findOne: (id: number): Promise<Delivery | null> => runtimeOf(strapi).queries.one(rowIdOf(id)),
});

/** For other code: `strapi.plugin('calltouch').service('settings')`. */
const settings = ({ strapi }: { strapi: Core.Strapi }) => ({
  read: (): Settings => runtimeOf(strapi).settings.current(),

  /** Validates and stores the whole document; nothing is stored if there is any error. */
  save: (document: unknown): Promise<{ settings: Settings } | { errors: SettingsError[] }> =>
    runtimeOf(strapi).settings.save(document),
});

export default { deliveries, settings };
