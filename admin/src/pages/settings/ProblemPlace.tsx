import { TextButton, Typography } from '@strapi/design-system';
import type { Draft } from './draft';
import { hasInput } from './problems';
import { useSettingsPage } from './SettingsContext';
import { usePlaceName } from './usePlaceName';

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
