'use client';

import { useState } from 'react';
import { configure, withAttribution } from 'strapi-plugin-calltouch/client';
import { sendLead } from './actions';

configure({ modId: 'abcd1234' });

export function LeadForm() {
  const [sent, setSent] = useState<boolean | null>(null);

  // The session is the browser's: it is added here, before the form goes to the server.
  const send = async (form: FormData) => setSent(await sendLead(await withAttribution(form)));

  if (sent) return <p role="status">Спасибо, заявка принята.</p>;
  return (
    <form action={send}>
      <input name="name" placeholder="Имя" required />
      <input name="phone" placeholder="Телефон" type="tel" required />
      <button>Отправить</button>
      {sent === false && <p role="alert">Не отправлено, попробуйте ещё раз.</p>}
    </form>
  );
}
