import type { StrapiApp } from '@strapi/strapi/admin';
import type { FormInfo } from '../../../server/src/contracts';
import { getCalltouchForms } from '../api';
import { PERMISSIONS } from '../permissions';

type Middleware = ReturnType<Parameters<StrapiApp['addMiddlewares']>[0][number]>;
type Store = Parameters<Middleware>[0];

/** A list of entries must not wait longer for a column. */
const LONGEST_WAIT_MS = 3_000;

let store: Store | null = null;
let loading: Promise<void> | null = null;
let isLate = false;

/** A middleware that changes nothing: it remembers where the admin's state is. */
export function rememberStore(): Middleware {
  return (api) => {
    store = api;
    return (next) => next;
  };
}

/**
 * The forms, for code that runs while React renders but may not use hooks. Until they are loaded it
 * suspends the component around it, as `React.lazy` does: by throwing a promise.
 *
 * @returns none for people who may not see deliveries, and while the server does not answer
 */
export function loadedForms(): FormInfo[] {
  if (!store) return [];
  const state = store.getState();
  const { data, isError, isLoading } = getCalltouchForms.select()(state as never);
  if (data) return data;
  if (isError || (isLoading && isLate) || !mayReadDeliveries(state)) return [];
  loading ??= load(store).finally(() => {
    loading = null;
  });
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- what React waits for
  throw loading;
}

/** Loads the forms and keeps them; RTK Query reads them again when the settings are saved. */
async function load({ dispatch }: Store): Promise<void> {
  isLate = false;
  // Not at once: to dispatch while a component renders would render others within it.
  await Promise.resolve();
  const answer = dispatch(getCalltouchForms.initiate() as never) as unknown as Promise<unknown>;
  await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))]);
  isLate = true;
}

/** By the answer that Strapi itself goes by. */
function mayReadDeliveries({ adminApi }: ReturnType<Store['getState']>): boolean {
  const answer = Object.values(adminApi.queries).find(
    (query) => query?.endpointName === 'getMyPermissions',
  );
  const permissions = (answer?.data ?? []) as { action: string }[];
  return PERMISSIONS.readDeliveries.every((needed) =>
    permissions.some(({ action }) => action === needed.action),
  );
}
