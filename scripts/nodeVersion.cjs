'use strict';

/** The oldest major version of Node that Strapi 5 and this plugin run on. */
const OLDEST_NODE_MAJOR = 20;

/**
 * What is wrong with a version of Node.
 *
 * @param {string} version as in `process.versions.node`
 * @returns {string | null} a sentence for the person at the terminal; null: nothing is wrong
 */
function nodeVersionProblem(version) {
  if (Number(version.split('.')[0]) >= OLDEST_NODE_MAJOR) return null;
  return (
    `Node ${version} is too old: this project needs Node ${OLDEST_NODE_MAJOR} or newer. ` +
    'Install it from https://nodejs.org and start again.'
  );
}

module.exports = { nodeVersionProblem };
