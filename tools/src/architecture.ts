import path from 'node:path';
import { checkArchitecture } from './architecture/check-architecture.ts';
import { readProject } from './architecture/read-project.ts';

// `npm run arch [-- <root>]`: prints every violation of the architecture and exits with 1 when there is one.

const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../..'));
const started = performance.now();
const project = readProject(root);
const violations = checkArchitecture(project);

for (const { file, line, rule, message } of violations) {
  console.error(`${file}${line === undefined ? '' : `:${line}`}  ${rule}: ${message}`);
}
const seconds = ((performance.now() - started) / 1000).toFixed(2);
const summary = `${project.files.length} files in ${project.workspaces.length} workspaces, ${violations.length} violations (${seconds} s)`;
if (violations.length > 0) console.error(`\n${summary}`);
else console.log(summary);
process.exitCode = violations.length > 0 ? 1 : 0;
