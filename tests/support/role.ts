/** Asks the Admin API, e.g. that of `SomeDeliveries`. */
type Ask = (method: string, address: string, body?: unknown) => Promise<unknown>;

const PASSWORD = 'Calltouch1';
let roles = 0;

/** One of Strapi's own permissions. */
interface Permission {
  action: string;
  subject: string | null;
  properties: { fields?: string[] };
}

/**
 * Makes an administrator who has these permissions alone: the plugin's by their names.
 *
 * @param ask as an administrator who may make roles
 * @returns the new one's token
 */
export async function tokenOfRole(
  ask: Ask,
  url: string,
  permissions: (string | Permission)[],
): Promise<string> {
  roles += 1;
  const { data: role } = (await ask('POST', '/admin/roles', {
    name: `Role ${roles}`,
    description: '',
  })) as { data: { id: number } };
  await ask('PUT', `/admin/roles/${role.id}/permissions`, {
    permissions: permissions.map((permission) => ({
      ...(typeof permission === 'string'
        ? { action: `plugin::calltouch.${permission}`, subject: null, properties: {} }
        : permission),
      conditions: [],
    })),
  });
  const email = `role${roles}@example.com`;
  const { data: user } = (await ask('POST', '/admin/users', {
    email,
    firstname: 'Test',
    lastname: 'Administrator',
    roles: [role.id],
  })) as { data: { id: number } };
  await ask('PUT', `/admin/users/${user.id}`, { password: PASSWORD, isActive: true });
  const answer = await fetch(`${url}/admin/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`Login answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { data: { token: string } }).data.token;
}

/** What the role of visitors may do. */
interface PublicRole {
  permissions: Record<
    string,
    { controllers: Record<string, Record<string, { enabled: boolean }>> }
  >;
}

/** Lets visitors create leads, or no longer. */
export async function allowPublicCreate(ask: Ask, isAllowed: boolean): Promise<void> {
  const { roles } = (await ask('GET', '/users-permissions/roles')) as {
    roles: { id: number; type: string }[];
  };
  const address = `/users-permissions/roles/${roles.find(({ type }) => type === 'public')!.id}`;
  const { role } = (await ask('GET', address)) as { role: PublicRole };
  role.permissions['api::lead']!.controllers.lead!.create!.enabled = isAllowed;
  await ask('PUT', address, role);
}
