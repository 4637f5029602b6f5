import * as z from "zod";
import { ruleJob } from "../services/jobs.ts";
import { slackJob } from "../slack/state/jobs.ts";

/** Every job this version of the app knows. */
export const jobSpec = z.discriminatedUnion("kind", [...ruleJob.options, ...slackJob.options]);

type JobSpec = z.output<typeof jobSpec>;

/** What a job may be for. */
export type JobKind = JobSpec["kind"];

/** The kinds this version can run. */
export const jobKinds = jobSpec.options.flatMap((option) => [...option.shape.kind.values]);

/** The facts of each kind of job. */
export type SpecOf<K extends JobKind> = Extract<JobSpec, { kind: K }>;
