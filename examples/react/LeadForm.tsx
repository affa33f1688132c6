import { useForm } from 'react-hook-form';
import { configure, withAttribution } from 'strapi-plugin-calltouch/client';

configure({ modId: 'abcd1234' });

interface Lead {
  name: string;
  phone: string;
}

export function LeadForm({ strapiUrl }: { strapiUrl: string }) {
  const { register, handleSubmit, setError, formState } = useForm<Lead>();

  const send = async (data: Lead) => {
    const answer = await fetch(`${strapiUrl}/api/leads`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(await withAttribution({ data })),
    }).catch(() => null);
    if (!answer?.ok) setError('root', { message: 'Не отправлено, попробуйте ещё раз.' });
  };

  if (formState.isSubmitSuccessful) return <p role="status">Спасибо, заявка принята.</p>;
  return (
    <form onSubmit={handleSubmit(send)}>
      <input placeholder="Имя" {...register('name', { required: true })} />
      <input placeholder="Телефон" type="tel" {...register('phone', { required: true })} />
      <button disabled={formState.isSubmitting}>Отправить</button>
      {formState.errors.root && <p role="alert">{formState.errors.root.message}</p>}
    </form>
  );
}
