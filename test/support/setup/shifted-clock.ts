import { shiftClock } from "../shift-clock.ts";

/** Gives every process of a test run a clock that is wrong by CLOCK_AHEAD_HOURS. */
shiftClock(Number(process.env.CLOCK_AHEAD_HOURS) * 60 * 60 * 1000);
