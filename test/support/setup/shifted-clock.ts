import { shiftClock } from "../shift-clock.ts";

/** Sets the clock of every process in a test run wrong by CLOCK_AHEAD_HOURS. */
shiftClock(Number(process.env.CLOCK_AHEAD_HOURS) * 60 * 60 * 1000);
