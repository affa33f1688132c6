import * as React from 'react';
import { isBaseQueryError, useNotification } from '@strapi/strapi/admin';
import { useCodeText } from './useText';

/** Tells why the server did not take a request about one lead. */
export function useRefusal(): (error: unknown, otherwise: string) => void {
  const codeText = useCodeText();
  const { toggleNotification } = useNotification();
  return React.useCallback(
    (failure, otherwise) => {
      const error = isBaseQueryError(failure as Parameters<typeof isBaseQueryError>[0])
        ? (failure as { message?: string; details?: { code?: string } })
        : undefined;
      const code = error?.details?.code ?? '';
      toggleNotification({
        type: 'warning',
        message: codeText('skip', code, {}, error?.message || otherwise),
      });
    },
    [codeText, toggleNotification],
  );
}
