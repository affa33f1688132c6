'use strict';

const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true } } },
  ],
};

/** One project a kind of test, so that each can be run alone: `npx jest --selectProjects unit`. */
function project(name, options = {}) {
  return {
    displayName: name,
    rootDir: __dirname,
    testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
    testEnvironment: 'node',
    modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/playground'],
    transform,
    ...options,
  };
}

module.exports = {
  projects: [
    project('unit'),
    project('integration'),
    project('faults'),
    project('browser'),
    project('packaging'),
  ],
};
