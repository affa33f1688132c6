import { itEvery } from '../../support/itEvery';

const { nodeVersionProblem } = jest.requireActual<{
  nodeVersionProblem: (version: string) => string | null;
}>('../../../scripts/nodeVersion.cjs');

describe('the version of Node', () => {
  itEvery(['20.0.0', '22.1.0', '100.0.0'])('accepts …', (version) => {
    expect(nodeVersionProblem(version)).toBeNull();
  });

  itEvery(['18.20.4', '9.11.2'])('refuses … and names both versions', (version) => {
    expect(nodeVersionProblem(version)).toContain(`Node ${version} is too old`);
    expect(nodeVersionProblem(version)).toContain('Node 20');
  });
});
