import {
  isCalltouch,
  isSameDeployment,
  keptBackReason,
  needsSwitch,
  placeOf,
  type DeploymentMarks,
} from '../../../server/src/deployment/standing';
import { itEvery } from '../../support/itEvery';

const REAL = 'https://api.calltouch.ru';
const FAKE = 'http://127.0.0.1:18080';

const marks = (changes: Partial<DeploymentMarks> = {}): DeploymentMarks => ({
  place: 'example.ru',
  apiUrl: REAL,
  keyHashes: ['one', 'two'],
  ...changes,
});

describe('the place of a public address', () => {
  itEvery([
    ['https://example.ru', 'example.ru'],
    ['http://example.ru', 'example.ru'],
    ['https://Example.RU/', 'example.ru'],
    ['https://example.ru.:443//', 'example.ru'],
    ['http://example.ru:443', 'example.ru'],
    ['https://example.ru/cms/', 'example.ru/cms'],
    ['http://localhost:1337', 'localhost:1337'],
    ['https://пример.рф', 'xn--e1afmkfd.xn--p1ai'],
    ['', ''],
    ['/cms', ''],
    ['example.ru', ''],
  ])('… is …', (url, place) => expect(placeOf(url)).toBe(place));
});

describe('whose a database is', () => {
  const unknown = marks({ place: '' });

  itEvery<[string, DeploymentMarks, Partial<DeploymentMarks>, boolean]>([
    ['nothing has changed', marks(), {}, true],
    ['all keys are new', marks(), { keyHashes: ['three'] }, true],
    ['another address of the API', marks(), { apiUrl: FAKE }, true],
    ['another public address', marks(), { place: 'staging.example.ru' }, false],
    ['a copy without a public address', marks(), { place: '' }, false],
    ['no public address, the same keys', unknown, { place: '' }, true],
    ['no public address, one key kept', unknown, { place: '', keyHashes: ['new', 'two'] }, true],
    ['no public address, other keys', unknown, { place: '', keyHashes: ['three'] }, false],
    ['a first public address, the same keys', unknown, {}, true],
    ['a first public address, other keys', unknown, { keyHashes: ['three'] }, false],
    ['no keys at all', marks({ place: '', keyHashes: [] }), { place: '' }, false],
    ['leads for a test’s receiver', marks({ place: '', apiUrl: FAKE }), { place: '' }, false],
    ['another test’s receiver', marks({ place: '', apiUrl: FAKE }), { apiUrl: 'http://x' }, true],
    ['a proxy from now on', unknown, { place: '', apiUrl: 'https://proxy.example' }, true],
  ])('is told by its address, its place and its keys', (_, owner, changes, isSame) => {
    expect(isSameDeployment(owner, marks(changes))).toBe(isSame);
  });

  it('tells Calltouch from what only sounds like it', () => {
    expect(
      [REAL, 'https://api.calltouch.ru.', 'https://API-node1.Calltouch.ru/x'].map(isCalltouch),
    ).toEqual([true, true, true]);
    expect(
      [FAKE, 'https://calltouch.ru.example', 'https://mycalltouch.ru'].map(isCalltouch),
    ).toEqual([false, false, false]);
  });
});

describe('leads that are kept back', () => {
  itEvery([
    ['auto', REAL, 'production', false, false],
    ['auto', REAL, 'staging', false, false],
    ['auto', REAL, 'development', false, true],
    ['auto', REAL, 'production', true, true],
    ['auto', FAKE, 'development', true, false],
    ['always', REAL, 'development', true, false],
  ] as const)('… to … in …, copy', (send, apiUrl, environment, isCopy, isKept) => {
    expect(needsSwitch({ send, apiUrl }, environment, isCopy)).toBe(isKept);
  });

  it('say why', () => {
    const foreign = { kind: 'foreign', owner: 'example.ru', here: '' } as const;
    expect(keptBackReason('always', foreign)?.code).toBe('foreignDatabase');
    expect(keptBackReason('never', { kind: 'ours' })?.code).toBe('sendNever');
    expect(keptBackReason('auto', { kind: 'off' })?.code).toBe('sendingOff');
    expect(keptBackReason('auto', { kind: 'ours' })).toBeNull();
  });
});
