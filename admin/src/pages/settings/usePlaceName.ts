import { useText, type Text } from '../../components/useText';
import type { TextKey } from '../../translations/textKey';
import type { LeadField, WriteBackResult } from '../../../../server/src/contracts';
import type { Draft } from './draft';
import { hasInput } from './problems';
import { useSettingsPage } from './SettingsContext';

/** Names a place of the draft as the page's labels do; a place without an input by its path. */
export function usePlaceName(): (path: string, draft: Draft) => string {
  const text = useText();
  const { contentTypes } = useSettingsPage();
  return (path, draft) => {
    if (!hasInput(path)) return path;
    const [section, index, ...rest] = path.split('.');
    if (section === 'sites') {
      const name = draft.sites[Number(index)]?.name || text('sites.unnamed');
      return [name, text(`sites.${rest[0]}` as TextKey)].join(' › ');
    }
    if (section === 'forms') {
      const uid = draft.forms[Number(index)]?.contentType;
      const type = contentTypes.find((item) => item.uid === uid)?.displayName ?? uid;
      return [type || text('forms.unnamed'), memberName(rest, text)].join(' › ');
    }
    return [text('delivery.title'), text(`delivery.${index}` as TextKey)].join(' › ');
  };
}

function memberName([member, name, part]: string[], text: Text): string {
  if (member === 'fields') return text(`field.${name as LeadField}`);
  if (member === 'writeBack') return text(`result.${name as WriteBackResult}`);
  if (member === 'customFields') {
    return part === undefined
      ? text('custom.title')
      : text('custom.rowOf', { number: Number(name) + 1, part });
  }
  return text(`forms.${member}` as TextKey);
}
