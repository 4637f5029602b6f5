import { whoMayInGrid } from "../support/slack/who-may-in-grid.ts";

await whoMayInGrid("workspace");
