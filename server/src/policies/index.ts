import { errors } from '@strapi/utils';
import { PLUGIN_ID, type Permission } from '../contracts';

const READERS: Permission[] = ['settings.read', 'deliveries.read'];

export interface RequestContext {
  request: { url: string; body?: unknown };
}

export interface AdminContext {
  state: { userAbility: { can(action: string): boolean } };
}

/** NUL as it stands in an address, and in JSON, where a backslash of the text itself is doubled. */
const NUL_OF_ADDRESS = /%00/;
const NUL_OF_JSON = /(?<!\\)(?:\\\\)*\\u0000/;

export default {
  /** PostgreSQL takes no NUL in a text, and no id or name has one. */
  hasNoNul({ request }: RequestContext): boolean {
    const body = request.body === undefined ? '' : JSON.stringify(request.body);
    if (!NUL_OF_ADDRESS.test(request.url) && !NUL_OF_JSON.test(body)) return true;
    throw new errors.ValidationError('The request holds a NUL character: leave it out.');
  },

  /** For those who may see the settings or the deliveries: the pages of both show the answer. */
  isReader: ({ state }: AdminContext): boolean =>
    READERS.some((permission) => state.userAbility.can(`plugin::${PLUGIN_ID}.${permission}`)),
};
