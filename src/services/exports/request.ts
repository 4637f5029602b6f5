import * as z from "zod";
import { objectId } from "../object-id.ts";
import type { ClientPermission } from "../permissions.ts";

const text = z.string().max(100).default("");
const requestStatuses = ["pending", "approved", "denied", "withdrawn", "lapsed"] as const;

/** What to export: a list, with its filter. */
export const exportRequest = z.discriminatedUnion("what", [
  z.object({ what: z.literal("users"), text, which: z.enum(["everyone", "ending"]).default("everyone") }),
  z.object({
    what: z.literal("invites"),
    text,
    which: z.enum(["pending", "trouble", "expiring", "expired"]).default("pending"),
    mine: z.boolean().default(false),
  }),
  z.object({ what: z.literal("members"), groupId: objectId }),
  z.object({
    what: z.literal("requests"),
    which: z.enum(["waiting", "mine", "all"]).default("all"),
    status: z.enum(requestStatuses).optional(),
  }),
  z.object({ what: z.literal("review"), reviewId: objectId, which: z.enum(["open", "all"]).default("all") }),
  z.object({
    what: z.literal("audit"),
    /** The address of the person it is about; empty for everything. */
    about: z.string().max(254).default(""),
    from: z.date().optional(),
    until: z.date().optional(),
  }),
]);
export type ExportRequest = z.output<typeof exportRequest>;
export type ExportOf<W extends ExportRequest["what"]> = Extract<ExportRequest, { what: W }>;

/** Permission to read a list includes exporting it. */
export const permissionFor: Record<ExportRequest["what"], ClientPermission> = {
  users: "users:read",
  invites: "invites:read",
  members: "groups:read",
  requests: "requests:read",
  review: "reviews:read",
  audit: "audit:read",
};

/** The file's name. */
export function fileNameOf({ what }: ExportRequest): string {
  return `${what}.csv`;
}

/** Lists an export's filters, as the log records them. */
export function filterOf({ what, ...filter }: ExportRequest): Record<string, unknown> {
  const isUsual = (value: unknown) =>
    value === undefined || value === "" || value === false || value === "everyone" || value === "all";
  return { what, ...Object.fromEntries(Object.entries(filter).filter(([, value]) => !isUsual(value))) };
}
