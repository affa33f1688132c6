import * as React from 'react';
import { useClipboard, useNotification } from '@strapi/strapi/admin';
import { useText } from './useText';

/** Puts a text onto the clipboard and says whether that worked. */
export function useCopy(): (content: string) => Promise<void> {
  const text = useText();
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();
  return React.useCallback(
    async (content) => {
      const isCopied = await copy(content);
      toggleNotification({
        type: isCopied ? 'success' : 'warning',
        message: text(isCopied ? 'delivery.page.copied' : 'delivery.page.copyFailed'),
      });
    },
    [copy, text, toggleNotification],
  );
}
