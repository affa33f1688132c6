'use server';

/** Hands a form on to Strapi, with what the browser told of the visit. */
export async function sendLead(form: FormData): Promise<boolean> {
  const body = new URLSearchParams();
  for (const name of ['name', 'phone']) body.set(`data[${name}]`, String(form.get(name) ?? ''));
  for (const [name, value] of form) {
    if (name.startsWith('calltouch[')) body.set(name, String(value));
  }
  const answer = await fetch(`${process.env.STRAPI_URL}/api/leads`, {
    method: 'POST',
    body,
  }).catch(() => null);
  return answer?.ok ?? false;
}
