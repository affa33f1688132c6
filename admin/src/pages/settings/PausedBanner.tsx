import { useText } from '../../components/useText';
import { FixedAlert } from '../../components/FixedAlert';

/** Says that no lead goes out: a switch far down the page must not be all that shows it. */
export function PausedBanner() {
  const text = useText();
  return (
    <FixedAlert variant="warning" title={text('settings.paused.title')}>
      {text('settings.paused.body')}
    </FixedAlert>
  );
}
