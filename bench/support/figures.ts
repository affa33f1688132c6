import { cpus, loadavg, totalmem } from 'node:os';
import { version as pluginVersion } from '../../package.json';

/** A table of results, ready to be shown or kept. */
export interface Table {
  title: string;
  columns: string[];
  rows: (string | number | null)[][];
  /** What a reader must know to judge the figures. */
  notes: string[];
}

/** One comparison. `name` is also its subcommand. */
export interface Bench {
  name: string;
  what: string;
  run(options: BenchOptions): Promise<Table[]>;
}

export interface BenchOptions {
  /** Rounds of each comparison; what is compared takes turns in each. */
  rounds: number;
  /** Tells how far the bench has come. */
  log(line: string): void;
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: number[]): number {
  return (percentile(values, 50, 'lower') + percentile(values, 50, 'higher')) / 2;
}

/** The smallest value that at least `percent` % of the values do not exceed. */
export function percentile(
  values: number[],
  percent: number,
  kind: 'higher' | 'lower' = 'lower',
): number {
  const sorted = [...values].sort((a, b) => a - b);
  const exact = (percent / 100) * sorted.length;
  const rank = kind === 'lower' ? Math.ceil(exact) : Math.floor(exact) + 1;
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] ?? Number.NaN;
}

/** Cut, never rounded up: a figure must not look better than it is. */
export function cut(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.floor(value * scale + 1e-9) / scale;
}

/** The same for times, where less is better. */
export function cutUp(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.ceil(value * scale - 1e-9) / scale;
}

/** Where the figures come from. */
export function machine(): Record<string, string | number> {
  const [first] = cpus();
  return {
    date: new Date().toISOString(),
    processors: cpus().length,
    processor: first?.model ?? '',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
    node: process.version,
    plugin: pluginVersion,
  };
}

/** A table as Markdown, with its notes. */
export function markdown({ title, columns, rows, notes }: Table): string {
  const line = (cells: (string | number | null)[]) =>
    `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`;
  return [
    `### ${title}`,
    '',
    line(columns),
    line(columns.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map(line),
    ...(notes.length > 0 ? ['', ...notes] : []),
    '',
  ].join('\n');
}
