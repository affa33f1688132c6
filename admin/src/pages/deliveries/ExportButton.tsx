import * as React from 'react';
import { useFetchClient, useNotification } from '@strapi/strapi/admin';
import { Button } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import type { DeliveryFilter } from '../../../../server/src/contracts';
import { exportUrl } from '../../api';
import { useText } from '../../components/useText';
import { dayText } from './listQuery';

interface Props {
  filter: DeliveryFilter;
  isEmpty: boolean;
}

/** Saves what matches the filter as a CSV file. */
export function ExportButton({ filter, isEmpty }: Props) {
  const text = useText();
  const { get } = useFetchClient();
  const { toggleNotification } = useNotification();
  const [isLoading, setLoading] = React.useState(false);

  const save = async () => {
    setLoading(true);
    try {
      const { data, headers } = await get(exportUrl(filter), { responseType: 'blob' });
      const named = /filename="?([^";]+)/.exec(headers?.get('Content-Disposition') ?? '')?.[1];
      saveAs(data, named ?? `calltouch-deliveries-${dayText(new Date())}.csv`);
    } catch {
      toggleNotification({ type: 'danger', message: text('export.failed') });
    } finally {
      setLoading(false);
    }
  };

  return (
    <Button
      type="button"
      variant="secondary"
      startIcon={<Download />}
      loading={isLoading}
      disabled={isEmpty}
      onClick={() => void save()}
    >
      {text('export.button')}
    </Button>
  );
}

/** The file was fetched with the administrator's token, which no plain link can carry. */
function saveAs(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
