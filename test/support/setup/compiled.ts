import { pathToFileURL } from "node:url";
import { inject } from "vitest";

const folder = inject("runFolder");

/** The folder of the compiled app: a process started from it costs a quarter of one started from the sources. */
export const compiled = `${folder}/dist`;

/** What to start a process with in whose time limits a slow machine is not to count, either. */
export const patientNode = { NODE_OPTIONS: `--import ${pathToFileURL(`${folder}/patient-timers.mjs`)}` };
