import { BaseSequencer, type TestSpecification } from "vitest/node";

const longest = [
  "faults/kill",
  "rules/who-may-not-ask",
  "faults/hostile-input",
  "rules/who-may-not",
  "faults/frozen-database",
  "faults/changes",
  "faults/reviews",
  "faults/stop",
  "faults/workflow-steps",
  "rules/who-may-in-grid-workspace",
  "rules/who-may-in-organisation",
  "rules/every-listener",
];

/** Begins with the files that take longest, so that none of them is left over for the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
