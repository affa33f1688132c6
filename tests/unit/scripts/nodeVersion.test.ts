const { nodeVersionProblem } = jest.requireActual<{
  nodeVersionProblem: (version: string) => string | null;
}>('../../../scripts/nodeVersion.cjs');

describe('the version of Node', () => {
  it.each(['20.0.0', '22.1.0', '100.0.0'])('accepts %s', (version) => {
    expect(nodeVersionProblem(version)).toBeNull();
  });

  it.each(['18.20.4', '9.11.2'])('refuses %s and names both versions', (version) => {
    expect(nodeVersionProblem(version)).toContain(`Node ${version} is too old`);
    expect(nodeVersionProblem(version)).toContain('Node 20');
  });
});
