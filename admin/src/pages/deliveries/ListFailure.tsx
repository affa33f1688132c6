import { isBaseQueryError } from '@strapi/strapi/admin';
import { Box, Button, Typography } from '@strapi/design-system';
import type { SettingsError } from '../../../../server/src/contracts';
import { FixedAlert } from '../../components/FixedAlert';
import { useCodeText, useText } from '../../components/useText';

interface Props {
  error: Parameters<typeof isBaseQueryError>[0] | undefined;
  onReset: () => void;
  onRetry: () => void;
}

/** Why there is no list: the server refuses the filters of the address, or does not answer. */
export function ListFailure({ error, onReset, onRetry }: Props) {
  const text = useText();
  const codeText = useCodeText();
  const refusals = error && isBaseQueryError(error) ? refusalsOf(error.details) : [];
  if (refusals.length === 0) {
    return (
      <FixedAlert variant="danger" title={text('deliveries.loadFailed')}>
        <Button type="button" variant="secondary" onClick={onRetry}>
          {text('panel.retryLoading')}
        </Button>
      </FixedAlert>
    );
  }
  return (
    <FixedAlert variant="danger" title={text('deliveries.refused')}>
      {refusals.map(({ path, code, values, message }) => (
        <Typography key={path.join('.')} tag="p">
          {path.join('.')}: {codeText('error', code, values, message)}
        </Typography>
      ))}
      <Box paddingTop={2}>
        <Button type="button" variant="secondary" onClick={onReset}>
          {text('deliveries.reset')}
        </Button>
      </Box>
    </FixedAlert>
  );
}

function refusalsOf(details: unknown): SettingsError[] {
  const { errors } = (details ?? {}) as { errors?: SettingsError[] };
  return Array.isArray(errors) ? errors : [];
}
