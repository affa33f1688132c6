import { PLUGIN_ID, type Permission } from '../contracts';

const READERS: Permission[] = ['settings.read', 'deliveries.read'];

export interface AdminContext {
  state: { userAbility: { can(action: string): boolean } };
}

export default {
  /** For those who may see the settings or the deliveries: the pages of both show the answer. */
  isReader: ({ state }: AdminContext): boolean =>
    READERS.some((permission) => state.userAbility.can(`plugin::${PLUGIN_ID}.${permission}`)),
};
