'use client';

import { useState, type FormEvent } from 'react';
import { configure, withAttribution } from 'strapi-plugin-calltouch/client';

configure({ modId: 'abcd1234' });

export function CallbackForm() {
  const [state, setState] = useState<'filling' | 'sending' | 'sent' | 'failed'>('filling');

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const lead = Object.fromEntries(new FormData(event.currentTarget));
    setState('sending');
    // Here, in the browser: a route handler can't know the visitor's session.
    const body = JSON.stringify(await withAttribution(lead));
    const answer = await fetch('/api/lead', { method: 'POST', body }).catch(() => null);
    setState(answer?.ok ? 'sent' : 'failed');
  };

  if (state === 'sent') return <p role="status">Спасибо, заявка принята.</p>;
  return (
    <form onSubmit={(event) => void send(event)}>
      <input name="name" placeholder="Имя" required />
      <input name="phone" placeholder="Телефон" type="tel" required />
      <button disabled={state === 'sending'}>Отправить</button>
      {state === 'failed' && <p role="alert">Не отправлено, попробуйте ещё раз.</p>}
    </form>
  );
}
