/** The first administrator of a Strapi that a test starts. */
export const ADMINISTRATOR = { email: 'admin@example.com', password: 'Calltouch1' };

/**
 * Makes the first administrator, as the page of a new Strapi does.
 *
 * @returns the administrator's token
 */
export async function registerAdministrator(url: string): Promise<string> {
  const answer = await fetch(`${url}/admin/register-admin`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...ADMINISTRATOR, firstname: 'Demo', lastname: 'Administrator' }),
  });
  if (!answer.ok) throw new Error(`Registration answered ${answer.status}`);
  const { data } = (await answer.json()) as { data: { token: string } };
  return data.token;
}

/**
 * Makes another administrator, with a role of their own.
 *
 * @param token that of the first
 * @param actions rights of the role, e.g. `plugin::calltouch.settings.read`
 * @returns the new administrator's token
 */
export async function addAdministrator(
  url: string,
  token: string,
  name: string,
  actions: string[],
): Promise<string> {
  const ask = async <T>(method: string, path: string, body: object): Promise<T> => {
    const answer = await fetch(`${url}/admin${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { data: T }).data;
  };
  const role = await ask<{ id: number }>('POST', '/roles', { name, description: '' });
  await ask('PUT', `/roles/${role.id}/permissions`, {
    permissions: actions.map((action) => ({
      action,
      subject: null,
      properties: {},
      conditions: [],
    })),
  });
  const { registrationToken } = await ask<{ registrationToken: string }>('POST', '/users', {
    email: `${name}@example.com`,
    firstname: name,
    lastname: name,
    roles: [role.id],
  });
  const { token: own } = await ask<{ token: string }>('POST', '/register', {
    registrationToken,
    userInfo: { firstname: name, lastname: name, password: ADMINISTRATOR.password },
  });
  return own;
}
