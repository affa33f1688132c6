import { createReporter } from '../../../server/src/sending/errorLog';

function reporter() {
  const lines: string[] = [];
  let nowMs = 0;
  const onError = createReporter(
    { log: { error: (line: string) => void lines.push(line) } } as never,
    () => nowMs,
  );
  return { lines, onError, pass: (ms: number) => (nowMs += ms) };
}

describe('an error in the log', () => {
  it('says what was being done, with what, and what went wrong', () => {
    const { lines, onError } = reporter();
    onError(
      'settle delivery 7 (api::lead.lead abc)',
      Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }),
    );
    expect(lines).toEqual([
      expect.stringMatching(
        /^\[calltouch\] could not settle delivery 7 \(api::lead\.lead abc\): Error ECONNREFUSED/,
      ),
    ]);
  });

  it('holds no values of a row', () => {
    const { lines, onError } = reporter();
    onError(
      'put new entries of api::lead.lead into the outbox',
      Object.assign(new Error("insert into leads values ('79201234567') - duplicate key"), {
        code: '23505',
        detail: 'Key (phone)=(79201234567) already exists.',
      }),
    );
    expect(lines[0]).toContain('23505');
    expect(lines[0]).not.toContain('79201234567');
  });

  it('is told once a minute, with how often it came in between', () => {
    const { lines, onError, pass } = reporter();
    const error = new TypeError('x is not a function');
    for (let count = 0; count < 4; count += 1) onError('look for work', error);
    onError('look for other work', error);
    expect(lines).toHaveLength(2);
    pass(60_000);
    onError('look for work', error);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/look for work: TypeError: x is not a function.*3 times more before/);
  });
});
