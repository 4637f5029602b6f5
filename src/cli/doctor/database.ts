import type { ValidConfig } from "../../config/config.ts";
import { explainStop } from "../../services/audit/sealing-status.ts";
import { DatabaseUnusable } from "../../services/operations/database.ts";
import { type DatabaseReport, inspectDatabase } from "../../services/operations/inspect-database.ts";
import { movedKeys } from "../../slack/kit/installation.ts";
import { clockFinding } from "./clock.ts";
import { type Finding, fault, ok, warning } from "./finding.ts";
import { askInstallation } from "./slack.ts";

const OLDEST = 6;

/** Checks whether MongoDB can keep what the app promises. Only reads. */
export async function checkDatabase(config: ValidConfig): Promise<Finding[]> {
  const { MONGODB_URI, LINK_KEYS, SECRET_KEYS, AUDIT_KEY } = config;
  if (!MONGODB_URI) return [warning("MongoDB", "Not checked: MONGODB_URI is missing or has a fault.")];
  // If Slack does not say, the check of Slack reports it.
  const installation = await askInstallation(config);
  try {
    const report = await inspectDatabase(
      MONGODB_URI,
      LINK_KEYS?.map(({ id }) => id),
      SECRET_KEYS,
      AUDIT_KEY,
      installation && movedKeys(installation),
    );
    return [
      serverFinding(report),
      ...indexFindings(report),
      ...migrationFindings(report),
      ...keyFindings(report),
      ...webhookFindings(report.webhooksWithoutKey),
      ...auditFindings(report),
      clockFinding("MongoDB", report.aheadMs),
    ];
  } catch (error) {
    if (error instanceof DatabaseUnusable) return [fault("MONGODB_URI", error.message)];
    throw error;
  }
}

function serverFinding({ version, replicaSet }: DatabaseReport): Finding {
  if (Number.parseInt(version, 10) < OLDEST)
    return fault("MONGODB_URI", `MongoDB ${version} is too old. Upgrade it to ${OLDEST} or newer.`);
  return ok(
    "MONGODB_URI",
    `MongoDB ${version}, ${replicaSet ? `replica set ${replicaSet}` : "a sharded cluster"}.`,
  );
}

function indexFindings({ indexFaults, addedIndexes, indexes }: DatabaseReport): Finding[] {
  const about = "Indexes";
  const added = addedIndexes.map((sentence) => warning(about, sentence));
  const faults = indexFaults.flatMap(({ name, collection, drop, duplicates }) => [
    ...(drop ? [fault(about, drop)] : []),
    ...(duplicates.length > 0
      ? [
          fault(
            about,
            `${name} can't be built, because ${collection} has duplicates: ${duplicates.join(", ")}. Remove all but one of each.`,
          ),
        ]
      : []),
  ]);
  if (faults.length > 0) return [...faults, ...added];
  const there =
    indexFaults.length === 0
      ? `All ${indexes} are there.`
      : `${indexFaults.length} of ${indexes} are missing; the app builds them when it starts.`;
  return [ok(about, there), ...added];
}

function migrationFindings({ unfinishedMigrations, leftByMigrations }: DatabaseReport): Finding[] {
  if (unfinishedMigrations.length + leftByMigrations.length === 0)
    return [ok("Migrations", "All are finished.")];
  const left = leftByMigrations.map(({ id, title, names }) =>
    warning(
      "Migrations",
      `${id} left these unchanged: ${names.join(", ")}. ${title}. Each would become the same as another one. Rename or remove one of the two. Both work until then.`,
    ),
  );
  const unfinished = unfinishedMigrations.map(({ id, title, passed, of }) =>
    warning(
      "Migrations",
      `${id} is not finished: ${passed} of about ${of} documents. ${title}. The app finishes it while it runs, and works in the meantime. There is nothing to do.`,
    ),
  );
  return [...unfinished, ...left];
}

function auditFindings({ auditLog }: DatabaseReport): Finding[] {
  const about = "Audit log";
  if (!auditLog) return [];
  const { sealed, stopped, waitsSince } = auditLog;
  if (stopped) return [fault(about, explainStop(stopped))];
  if (waitsSince)
    return [
      warning(
        about,
        `Events have been waiting to be sealed since ${waitsSince.toISOString()}. The app seals them within seconds while it runs with AUDIT_KEY. If it runs and doesn't, its log says why.`,
      ),
    ];
  return [
    ok(about, `It ends as it was sealed, after ${sealed} events. npm run audit:verify checks each of them.`),
  ];
}

function webhookFindings(webhooks: number): Finding[] {
  if (webhooks === 0) return [];
  return [
    warning(
      "SECRET_KEYS",
      `Webhooks whose secret was encrypted with a key that is missing or has another value here: ${webhooks}. Nothing is sent to them. Put the key back, or rotate their secrets.`,
    ),
  ];
}

function keyFindings({ links }: DatabaseReport): Finding[] {
  if (!links) return [];
  const about = "LINK_KEYS";
  const { withoutKey: invites } = links;
  const older = links.older.map((key) =>
    ok(
      about,
      key.invites === 0
        ? `No pending invite uses the key "${key.id}". If it is an old one, it can be removed.`
        : `Pending invites whose link was signed with "${key.id}": ${key.invites}. Keep this key until there are none.`,
    ),
  );
  if (invites === 0) return older;
  const missing = warning(
    about,
    `Pending invites whose link was signed with a key that is missing here: ${invites}. Those links do not work. Put the key back, or resend the invites.`,
  );
  return [...older, missing];
}
