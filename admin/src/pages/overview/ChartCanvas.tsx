import * as React from 'react';
import { Box } from '@strapi/design-system';
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

interface Props {
  /** Drawn anew whenever it is another object. */
  config: ChartConfiguration;
  /** What the chart shows, in a sentence. */
  label: string;
  heightPx: number;
}

/** A chart for those who see it; its figures must stand somewhere else, too. */
export function ChartCanvas({ config, label, heightPx }: Props) {
  const canvas = React.useRef<HTMLCanvasElement>(null);

  React.useEffect(() => {
    if (!canvas.current) return;
    const chart = new Chart(canvas.current, config);
    return () => chart.destroy();
  }, [config]);

  return (
    <Box position="relative" height={`${heightPx}px`} minWidth={0}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </Box>
  );
}
