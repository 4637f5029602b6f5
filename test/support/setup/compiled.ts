import { pathToFileURL } from "node:url";
import { inject } from "vitest";

const folder = inject("runFolder");

/** The folder of the compiled app: starting it costs a quarter of starting the sources. */
export const compiled = `${folder}/dist`;

/** The environment for a process whose time limits, too, should ignore a slow machine. */
export const patientNode = { NODE_OPTIONS: `--import ${pathToFileURL(`${folder}/patient-timers.mjs`)}` };
