import { LogLevel, type Logger as SlackLogger } from "@slack/bolt";
import { type DestinationStream, type Logger, pino } from "pino";

/** Creates a log of JSON lines. Errors of Slack's and SendGrid's clients can carry tokens, so only name, message and stack are kept. */
export function newLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    serializers: {
      err: (error: unknown) =>
        error instanceof Error
          ? { name: error.name, message: error.message, stack: error.stack }
          : { message: String(error) },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Passes Bolt's logging on to our log, without debug lines, which carry payloads. */
export function slackLog(log: Logger): SlackLogger {
  const write =
    (level: "info" | "warn" | "error") =>
    (...parts: unknown[]) =>
      log[level](parts.map((part) => (part instanceof Error ? part.message : String(part))).join(" "));
  return {
    debug: () => undefined,
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
