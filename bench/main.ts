/**
 * Runs benches: `npx tsx bench/main.ts <name>… | all [--rounds 7] [--json file]`. PostgreSQL and
 * Redis must run (see compose.yaml), and the plugin and the playground be built.
 */
import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { adminPages } from './adminPages';
import { adminQueries } from './adminQueries';
import { capture } from './capture';
import { create } from './create';
import { drain } from './drain';
import { growth } from './growth';
import { idle } from './idle';
import { rate } from './rate';
import { machine, markdown, type Bench, type Table } from './support/figures';

const BENCHES: Bench[] = [adminQueries, adminPages, capture, create, idle, rate, drain, growth];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '7' }, json: { type: 'string' } },
  });
  const chosen = BENCHES.filter(
    ({ name }) => positionals.includes(name) || positionals.includes('all'),
  );
  const rounds = Number(values.rounds);
  if (chosen.length === 0 || !Number.isInteger(rounds) || rounds < 1) {
    const list = BENCHES.map(({ name, what }) => `  ${name.padEnd(10)} ${what}`).join('\n');
    throw new Error(`Usage: bench/main.ts <name>… | all [--rounds 7] [--json file]\n${list}`);
  }
  const results: { bench: string; tables: Table[]; loadAfter: number }[] = [];
  const where = machine();
  console.log(JSON.stringify(where));
  for (const bench of chosen) {
    const tables = await bench.run({
      rounds,
      log: (line) => console.error(`[${bench.name}] ${line}`),
    });
    for (const table of tables) console.log(markdown(table));
    results.push({ bench: bench.name, tables, loadAfter: loadavg()[0] ?? 0 });
    if (values.json) {
      await writeFile(values.json, `${JSON.stringify({ machine: where, results }, null, 2)}\n`);
    }
  }
}

// Ends what it has started, too: see 'exit'.
process.once('SIGINT', () => process.exit(1)).once('SIGTERM', () => process.exit(1));

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
