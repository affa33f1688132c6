import { useRBAC } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { AdoptRequest } from '../../../server/src/contracts';
import { useAdoptCalltouchDatabaseMutation } from '../api';
import { PERMISSIONS } from '../permissions';
import { useGetCalltouchHealthQuery } from '../queries';
import { FixedAlert } from './FixedAlert';
import { useRefusal } from './refusals';
import { useText } from './useText';
import type { TextKey } from '../translations/textKey';

const REFRESH_MS = 15_000;

interface Decision {
  as: AdoptRequest['as'];
  label: TextKey;
}

/** Why leads are kept back from a deployment, and what can be decided. */
const KEPT_BACK = {
  foreignDatabase: [
    { as: 'site', label: 'health.foreignDatabase.site' },
    { as: 'copy', label: 'health.foreignDatabase.copy' },
  ],
  sendingOff: [{ as: 'site', label: 'health.sendingOff.site' }],
  sendNever: [],
} satisfies Record<string, Decision[]>;

function isKeptBack(code: string | undefined): code is keyof typeof KEPT_BACK {
  return code !== undefined && code in KEPT_BACK;
}

/** Says that no lead leaves this deployment, and lets a person decide; nothing where leads go out. */
export function HealthBanner() {
  const text = useText();
  const tellRefusal = useRefusal();
  const { allowedActions } = useRBAC(PERMISSIONS.updateSettings);
  const { data } = useGetCalltouchHealthQuery(undefined, {
    pollMs: REFRESH_MS,
    refetchOnMountOrArgChange: true,
  });
  const [adopt, { isLoading }] = useAdoptCalltouchDatabaseMutation();
  const code = data?.reason?.code;
  if (!data?.reason || !isKeptBack(code)) return null;
  const decisions: Decision[] = KEPT_BACK[code];

  const decide = async (as: AdoptRequest['as']) => {
    const answer = await adopt({ as });
    if ('error' in answer) tellRefusal(answer.error, text('health.failed'));
  };

  return (
    <FixedAlert variant="warning" title={text(`health.${code}`)}>
      <Box style={{ overflowWrap: 'anywhere' }}>
        <Typography tag="p">{text(`health.${code}.why`, data.reason.values)}</Typography>
        <Typography tag="p">{text('health.waiting', { count: data.waiting })}</Typography>
      </Box>
      {allowedActions.canUpdate === true ? (
        <Flex gap={2} wrap="wrap" paddingTop={3}>
          {decisions.map(({ as, label }) => (
            <Button
              key={as}
              type="button"
              variant={as === 'site' ? 'secondary' : 'tertiary'}
              disabled={isLoading}
              onClick={() => void decide(as)}
            >
              {text(label)}
            </Button>
          ))}
        </Flex>
      ) : (
        decisions.length > 0 && (
          <Typography tag="p" paddingTop={2}>
            {text('health.ask')}
          </Typography>
        )
      )}
    </FixedAlert>
  );
}
