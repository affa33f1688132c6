import { flag, hidden, longText, ms, word } from './columns';

/**
 * One row: the deployment that this database belongs to. Content types' tables travel with every way
 * of copying a site, so that a copy finds another deployment's row here.
 */
const schema = {
  ...hidden('deployment', 'calltouch_deployments'),
  attributes: {
    /** Always `owner`: there is one row. */
    role: word(),
    /** Made anew when a copy becomes a deployment of its own. */
    deploymentId: word(),
    /** JSON of DeploymentMarks. */
    marks: longText(),
    /** Somebody said that it is a copy of a site. */
    isCopy: flag(),
    /** Somebody lets leads out in development, or from a copy. */
    isSwitchedOn: flag(),
    decidedAt: ms(),
  },
  indexes: [{ name: 'calltouch_deployments_uq', columns: ['role'], type: 'unique' }],
};

export default { schema };
