import * as z from "zod";
import { pauseReasons, runStatuses } from "../../models/run.ts";
import { importOutcomes, type RunLineDocument } from "../../models/run-line.ts";
import { NotFound } from "../../services/errors.ts";
import { textEncodings } from "../../services/imports/decode-text.ts";
import { faultText } from "../../services/imports/fault.ts";
import type { RunView } from "../../services/runs/show-run.ts";
import { documented, moment, objectId } from "../schemas.ts";
import { groupRef } from "./group-resource.ts";
import { presentWho, who } from "./who.ts";

export const lineOutcome = z.enum(importOutcomes);

export const importRun = z
  .strictObject({
    id: objectId,
    status: z.enum(runStatuses).register(documented, {
      description: "`review` until it is started. Nobody is invited before that.",
    }),
    name: z.string(),
    encoding: z.enum(textEncodings),
    ignoredColumns: z.array(z.string()),
    groups: z.array(groupRef).register(documented, { description: "For lines that name none." }),
    lines: z.int(),
    planned: z.int().register(documented, { description: "How many of them will be invited." }),
    done: z.int().register(documented, { description: "How many of those are done." }),
    counts: z
      .record(z.string(), z.int())
      .register(documented, { description: "How many lines had each outcome." }),
    by: who,
    pauseReason: z.enum(pauseReasons).nullable(),
    createdAt: moment,
    startedAt: moment.nullable(),
    endedAt: moment.nullable(),
    version: z.int().register(documented, { description: "Goes up by one with each change; for If-Match." }),
  })
  .register(documented, { id: "Import", description: "A file of people to invite, and its progress." });

/** Presents an import. @throws NotFound for any other kind of run */
export function presentImport(run: RunView): z.output<typeof importRun> {
  const { what } = run;
  if (what.kind !== "import") throw new NotFound({ what: "import" });
  const { encoding, ignored, groups } = what;
  const { id, status, label, lines, planned, done, counts, by, pauseReason, version } = run;
  const known = Object.entries(counts).filter(([, count]) => count > 0);
  return {
    id,
    status,
    name: label,
    groups,
    lines,
    planned,
    done,
    version,
    encoding: z.enum(textEncodings).parse(encoding),
    ignoredColumns: [...ignored],
    counts: Object.fromEntries(known),
    by: presentWho(by),
    pauseReason: pauseReason ?? null,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}

export const importLine = z
  .strictObject({
    line: z
      .int()
      .register(documented, { description: "The line number in the file where it begins, from 1." }),
    email: z.string().nullable(),
    outcome: lineOutcome.register(documented, {
      description:
        "`new` until it is done. `pending` and `user`: no invite was needed. `limit`: the address reached its daily limit on emails. `faulty`: nothing of it was taken.",
    }),
    fault: z
      .strictObject({
        code: z.string(),
        column: z.string().nullable(),
        fact: z.string().nullable(),
        detail: z.string().register(documented, { description: "The same in a sentence." }),
      })
      .nullable(),
  })
  .register(documented, { id: "ImportLine", description: "One line of a file, and its outcome." });

/** Presents a line. */
export function presentLine({ line, email, outcome, fault }: RunLineDocument): z.output<typeof importLine> {
  return {
    line,
    email: email || null,
    outcome: lineOutcome.parse(outcome),
    fault: fault
      ? { code: fault.code, column: fault.column ?? null, fact: fault.fact ?? null, detail: faultText(fault) }
      : null,
  };
}
