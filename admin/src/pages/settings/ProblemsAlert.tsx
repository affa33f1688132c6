import { Box, Typography } from '@strapi/design-system';
import { useCodeText, useText } from '../../components/useText';
import type { Draft } from './draft';
import { FixedAlert } from '../../components/FixedAlert';
import { ProblemPlace } from './ProblemPlace';
import { isCurrent, type Problem } from './problems';

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
