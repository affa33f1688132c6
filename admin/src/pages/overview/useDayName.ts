import * as React from 'react';
import { useIntl } from 'react-intl';

/** Gives the name of a day, `yyyy-mm-dd`, in the administrator's language. */
export function useDayName(): (day: string) => string {
  const { formatDate } = useIntl();
  return React.useCallback(
    (day) => formatDate(`${day}T00:00:00Z`, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
    [formatDate],
  );
}
