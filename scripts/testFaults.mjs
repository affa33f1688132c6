/**
 * `npm run test:faults`: brings about every fault of `tests/faults/table.ts` and prints, as a Markdown
 * table, what was promised and what was seen. `-- --table FILE` writes the table there too; other
 * arguments go to jest. PostgreSQL and MariaDB must run (see `compose.yaml`).
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { createSteps, runJest } from './jestRun.mjs';

const HEAD = '| area | fault | promised | seen |\n| --- | --- | --- | --- |\n';

const { values, positionals } = parseArgs({
  options: { table: { type: 'string' } },
  allowPositionals: true,
});
const folder = await mkdtemp(path.join(tmpdir(), 'calltouch-faults-'));
try {
  await install();
  await build();
  const rowsFile = path.join(folder, 'rows.md');
  const { step, summarize } = createSteps();
  await step('fault tests', 'tests', () =>
    runJest([...positionals, '--selectProjects', 'faults', '--runInBand'], {
      FAULTS_TABLE: rowsFile,
    }),
  );
  const rows = await readFile(rowsFile, 'utf8').catch(() => '');
  // Files run in any order; an area's rows belong together.
  const area = (row) => row.split('|', 2)[1];
  const lines = rows.split('\n').filter(Boolean);
  const areas = [...new Set(lines.map(area))].sort();
  const table =
    HEAD + areas.flatMap((name) => lines.filter((row) => area(row) === name)).join('\n') + '\n';
  console.log(`\n${table}`);
  if (values.table) await writeFile(values.table, table);
  process.exitCode = summarize();
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
