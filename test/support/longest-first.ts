import { BaseSequencer, type TestSpecification } from "vitest/node";

const longest = [
  "faults/kill",
  "faults/hostile-input",
  "faults/reviews",
  "faults/frozen-database",
  "rules/who-may-not",
  "faults/exports",
  "faults/imports",
  "faults/changes",
  "faults/workflow-steps",
  "rules/every-listener",
  "faults/failing-database",
  "faults/keyed-requests",
  "faults/stop",
  "rules/who-may-not-ask",
  "rules/who-may-in-organisation",
  "rules/who-may-in-grid-workspace",
];

/** Starts with the files that take the longest, so that none of them is left for the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
