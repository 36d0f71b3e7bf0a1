/**
 * The walls of docs/architecture.md, each a rule that fails `npm run verify`. `scripts/verify.test.ts` plants
 * a violation of every one of them, because this tool also succeeds when it understands no file at all.
 */
import { join } from 'node:path';

const test = '\\.test\\.tsx?$';
const server = '^apps/server/src/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'imports-exist',
      comment: 'An import that does not resolve is also an import that no other rule can judge.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\.css$' },
    },
    {
      name: 'browser-only-contract',
      comment: 'The browser shares the contract with the server and nothing else.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(apps/(server|simulator)|e2e|scripts|bench)/' },
    },
    {
      name: 'browser-no-node',
      comment: 'There is no Node in a browser. Tests and the build configuration run outside it.',
      severity: 'error',
      from: { path: '^apps/web/src/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'simulator-alone',
      comment: 'A simulator that shares code with the product repeats its misunderstandings.',
      severity: 'error',
      from: { path: '^apps/simulator/' },
      to: { path: '^(apps/(server|web)|packages|e2e|scripts|bench)/' },
    },
    {
      name: 'contract-only-zod',
      comment: 'The contract runs in Node and in browsers: no Node, no DOM, no library but zod.',
      severity: 'error',
      from: { path: '^packages/contract/src/', pathNot: test },
      to: { pathNot: '^packages/contract/src/|(^|/)node_modules/zod/' },
    },
    {
      name: 'server-alone',
      comment: 'The product never depends on its simulator, its screens or its tests.',
      severity: 'error',
      from: { path: server, pathNot: `${test}|${server}testing/` },
      to: { path: '^(apps/(web|simulator)|e2e|scripts|bench)/' },
    },
    {
      name: 'module-through-index',
      comment: "Another module's files are its own business; what it offers is in its index.ts.",
      severity: 'error',
      from: { path: `${server}modules/([^/]+)/` },
      to: { path: `${server}modules/`, pathNot: `${server}modules/($1/|[^/]+/index\\.ts$)` },
    },
    {
      name: 'module-through-index-outside',
      comment: 'The composition, too, sees a module only through its index.ts.',
      severity: 'error',
      from: { path: '^(apps|e2e|bench|scripts)/', pathNot: `${server}(modules|testing)/` },
      to: { path: `${server}modules/`, pathNot: `${server}modules/[^/]+/index\\.ts$` },
    },
    {
      name: 'platform-at-the-bottom',
      comment: 'The platform knows nothing of AmoCRM, of sales, or of how it is put together.',
      severity: 'error',
      from: { path: `${server}platform/` },
      to: { path: server, pathNot: `${server}(platform|testing)/` },
    },
    {
      name: 'integration-on-platform',
      comment: "An integration speaks somebody else's language; it knows no module and no other integration.",
      severity: 'error',
      from: { path: `${server}integrations/([^/]+)/` },
      to: { path: server, pathNot: `${server}(platform|testing|integrations/$1)/` },
    },
    {
      name: 'composition-at-the-top',
      comment: 'main.ts and app.ts put everything together; nothing that they use may look up to them.',
      severity: 'error',
      from: { path: `${server}(modules|integrations|platform)/`, pathNot: test },
      to: { path: `${server}[^/]+\\.ts$` },
    },
    {
      name: 'no-test-code-in-production',
      comment: 'Factories and fake clocks belong to tests.',
      severity: 'error',
      from: { path: server, pathNot: `${test}|${server}testing/` },
      to: { path: `${server}testing/|${test}` },
    },
    {
      name: 'server-no-dev-dependency',
      comment: 'A production image is installed without development packages.',
      severity: 'error',
      from: { path: '^(apps/server|packages/contract)/src/', pathNot: `${test}|${server}testing/` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/@types/' },
    },
    {
      name: 'scripts-need-nothing',
      comment: 'The scripts install the packages, so they cannot use them.',
      severity: 'error',
      from: { path: '^scripts/', pathNot: test },
      to: { dependencyTypesNot: ['core', 'local'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|data|coverage|test-results|playwright-report)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: join(import.meta.dirname, 'tsconfig.base.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts', '.json'],
    },
  },
};
