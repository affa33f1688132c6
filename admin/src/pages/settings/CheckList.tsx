import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Information, WarningCircle } from '@strapi/icons';
import type { ElementType, ReactNode, SVGProps } from 'react';
import { useIntl } from 'react-intl';
import { useForm } from '@strapi/strapi/admin';
import type { Check } from '../../../../server/src/contracts';
import { Note } from '../../components/Section';
import { useCodeText, useText } from '../../components/useText';
import { remedyPath, type CheckedPlace } from './checkUpPlaces';
import type { Draft } from './draft';
import { ProblemPlace } from './ProblemsAlert';
import { draftPath, pathInDraft } from './problems';
import { useSettingsPage } from './SettingsContext';

/** How each state looks; its word stands beside it. */
export const CHECK_STATES: Record<
  Check['state'],
  { Icon: ElementType<SVGProps<SVGSVGElement>>; color: string }
> = {
  right: { Icon: CheckCircle, color: 'success600' },
  wrong: { Icon: WarningCircle, color: 'danger600' },
  unsure: { Icon: Information, color: 'neutral600' },
};

/** Everything that was looked at in one site or form. */
export function CheckList({ place }: { place: CheckedPlace }) {
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={4}>
      {place.checks.map((check) => (
        <CheckItem key={check.code} check={check}>
          <CheckBody check={check} place={place} />
        </CheckItem>
      ))}
    </Flex>
  );
}

/** One thing that was looked at: its state and name, and what was found. */
export function CheckItem({ check, children }: { check: Check; children: ReactNode }) {
  const text = useText();
  const codeText = useCodeText();
  const { Icon, color } = CHECK_STATES[check.state];
  return (
    <Flex tag="li" alignItems="flex-start" gap={3}>
      <Flex paddingTop="2px" aria-hidden>
        <Icon fill={color} width="1.6rem" height="1.6rem" />
      </Flex>
      <Box flex="1" minWidth={0} style={{ overflowWrap: 'anywhere' }}>
        <Flex gap={2} wrap="wrap" alignItems="baseline">
          <Typography fontWeight="bold">
            {codeText('check', `${check.code}.title`, {}, check.code)}
          </Typography>
          <Typography variant="pi" textColor={color}>
            {text(`checkUp.state.${check.state}`)}
          </Typography>
        </Flex>
        {children}
      </Box>
    </Flex>
  );
}

function CheckBody({ check, place }: { check: Check; place: CheckedPlace }) {
  const text = useText();
  const codeText = useCodeText();
  const words = useCheckWords();
  const remedy = remedyPath(check, place);
  return (
    <>
      <Typography tag="p">{words(check)}</Typography>
      {check.text && <Note>{text('reason.ownWords', { words: check.text })}</Note>}
      {remedy && <SavedPlace path={remedy} />}
      {check.problems.length > 0 && (
        <Box tag="ul" paddingTop={2}>
          {check.problems.map((error) => (
            <Box tag="li" key={`${error.path.join('.')}-${error.code}`} paddingBottom={1}>
              <SavedPlace path={draftPath(error.path)} />
              <Typography tag="p">
                {codeText('error', error.code, error.values, error.message)}
              </Typography>
            </Box>
          ))}
        </Box>
      )}
    </>
  );
}

/** A place of the saved settings: named, and a way there where the draft still has it. */
function SavedPlace({ path }: { path: string }) {
  const { saved } = useSettingsPage();
  const draft = useForm('SavedPlace', ({ values }) => values) as Draft;
  const now = pathInDraft(path, saved, draft);
  return now === null ? null : <ProblemPlace path={now} draft={draft} />;
}

/** What a check found, in words. */
function useCheckWords(): (check: Check) => string {
  const codeText = useCodeText();
  const { formatDate } = useIntl();
  return ({ code, variant, values: { at, reason, ...values } }) => {
    const readable = {
      ...values,
      ...(at && { at: formatDate(at, { dateStyle: 'medium', timeStyle: 'short' }) }),
      ...(reason && { reason: codeText('session.reason', reason, {}, reason) }),
    };
    return codeText('check', `${code}.${variant}`, readable, variant);
  };
}
