import { Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Overview } from '../../../../server/src/contracts';
import { useCodeText, useText } from '../../components/useText';
import { ChartSection } from './ChartSection';
import { FigureLink } from '../../components/FigureLink';

/** Why leads had no session, by what the page said. */
export function NoSessionReasons({ noSession, perDay }: Pick<Overview, 'noSession' | 'perDay'>) {
  const text = useText();
  const codeText = useCodeText();
  const { formatNumber } = useIntl();
  const total = noSession.reduce((sum, { count }) => sum + count, 0);
  const span = { from: perDay[0]?.day, to: perDay.at(-1)?.day };

  /** A newer capture script may know reasons that these texts don't. */
  const nameOf = (reason: string | null) =>
    reason === null
      ? text('overview.noSession.silent')
      : codeText('session.reason', reason, {}, reason);

  return (
    <ChartSection title={text('overview.noSession.title')} hint={text('overview.noSession.hint')}>
      {total === 0 ? (
        <Typography textColor="neutral600">{text('overview.noSession.empty')}</Typography>
      ) : (
        <>
          <Flex tag="dl" direction="column" alignItems="stretch" gap={3}>
            {noSession.map(({ reason, count }) => (
              <Flex key={reason ?? ''} justifyContent="space-between" gap={4}>
                <Typography tag="dt" style={{ overflowWrap: 'anywhere' }}>
                  {nameOf(reason)}
                </Typography>
                <Typography tag="dd" fontWeight="bold" style={{ whiteSpace: 'nowrap' }}>
                  {text('overview.noSession.count', {
                    count: formatNumber(count),
                    share: formatNumber(count / total, { style: 'percent' }),
                  })}
                </Typography>
              </Flex>
            ))}
          </Flex>
          <Typography tag="p">
            <FigureLink filter={{ hasSession: false, ...span }}>
              {text('overview.noSession.link')}
            </FigureLink>
          </Typography>
        </>
      )}
    </ChartSection>
  );
}
