import { Box, TextButton, Typography } from '@strapi/design-system';
import { useCodeText, useText } from '../../components/useText';
import type { Draft } from './draft';
import { FixedAlert } from '../../components/FixedAlert';
import { hasInput, isCurrent, type Problem } from './problems';
import { useSettingsPage } from './SettingsContext';
import { usePlaceName } from './usePlaceName';

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
  const placeName = usePlaceName();
  const { goTo } = useSettingsPage();
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
            {hasInput(path) ? (
              <TextButton type="button" onClick={() => goTo(path)}>
                {placeName(path, draft)}
              </TextButton>
            ) : (
              <Typography fontWeight="bold">{placeName(path, draft)}</Typography>
            )}
            <Typography tag="p">
              {codeText('error', error.code, error.values, error.message)}
            </Typography>
          </Box>
        ))}
      </Box>
    </FixedAlert>
  );
}
