import { Box, TextButton, Typography } from '@strapi/design-system';
import { useCodeText, useText, type Text } from '../../components/useText';
import type { TextKey } from '../../translations/textKey';
import type { LeadField, WriteBackResult } from '../../../../server/src/contracts';
import type { Draft } from './draft';
import { FixedAlert } from '../../components/FixedAlert';
import { hasInput, isCurrent, type Problem } from './problems';
import { useSettingsPage } from './SettingsContext';

interface Props {
  problems: Problem[];
  draft: Draft;
  /** True: the last saving was refused; false: what was stored no longer fits. */
  isRefused: boolean;
}

/** Lists the problems above the form, each with the way to its input. */
export function ProblemsAlert({ problems, draft, isRefused }: Props) {
  const text = useText();
  const codeText = useCodeText();
  const left = problems.filter((problem) => isCurrent(problem, draft));
  if (left.length === 0) return null;

  const title = isRefused
    ? text('settings.refused', { count: left.length })
    : text('settings.broken', { count: left.length });
  return (
    <FixedAlert variant="danger" title={title}>
      {!isRefused && <Typography tag="p">{text('settings.brokenHint')}</Typography>}
      <Box tag="ul" paddingTop={2}>
        {left.map(({ path, error }) => (
          <Box tag="li" key={`${path}-${error.code}`} paddingBottom={1}>
            <ProblemPlace path={path} draft={draft} />
            <Typography tag="p">
              {codeText('error', error.code, error.values, error.message)}
            </Typography>
          </Box>
        ))}
      </Box>
    </FixedAlert>
  );
}

/** Names a place of the draft; where it has an input, the name leads there. */
export function ProblemPlace({ path, draft }: { path: string; draft: Draft }) {
  const placeName = usePlaceName();
  const { goTo } = useSettingsPage();
  if (!hasInput(path)) return <Typography fontWeight="bold">{placeName(path, draft)}</Typography>;
  return (
    <TextButton type="button" onClick={() => goTo(path)}>
      {placeName(path, draft)}
    </TextButton>
  );
}

/** Names a place of the draft as the page's labels do; a place without an input by its path. */
function usePlaceName(): (path: string, draft: Draft) => string {
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
