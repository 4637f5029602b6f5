import { LogLevel, type Logger as SlackLogger } from "@slack/bolt";
import { type DestinationStream, type Logger, pino } from "pino";

/** JSON lines. What Slack's and SendGrid's clients throw can carry tokens: only its name and message are kept. */
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

/** Bolt's own logging, as lines of ours. Its debug lines carry payloads: they are left out. */
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
