import { shorten } from "../../../locales/shorten.ts";
import { eventChoices } from "../../../services/webhooks/event-names.ts";
import { webhookOffCard } from "../../../slack/messages/webhook-notice.ts";
import { secretRotationView, secretView, webhookDeletionView } from "../../../slack/webhooks/change-views.ts";
import { webhookForm } from "../../../slack/webhooks/form-view.ts";
import { webhooksView } from "../../../slack/webhooks/list-view.ts";
import { webhookView } from "../../../slack/webhooks/page-view.ts";
import type { Facts } from "./facts.ts";
import type { Screen } from "./screen.ts";

const timeZone = "America/Argentina/ComodRivadavia";
const host = `${"h".repeat(63)}.${"h".repeat(63)}.example:65535`;

function endpointOf(f: Facts) {
  const url = `https://${host}/${"p".repeat(1_000)}`.slice(0, 1_000);
  const reason = f.yes ? ("failing" as const) : ("gone" as const);
  return {
    id: f.id,
    name: f.groupName || host,
    url: f.yes ? url : "https://x.io/",
    host: f.yes ? host : "x.io",
    description: f.groupName,
    events: f.all ? eventChoices.slice(1) : ["*"],
    version: 1,
    createdBy: f.by,
    createdAt: f.at,
    off: f.all ? { reason, at: f.at } : null,
    failingSince: f.yes ? f.at : null,
    oldSignsUntil: f.yes ? new Date("2100-01-01") : null,
  };
}

const statuses = ["delivered", "waiting", "failed"] as const;

function deliveriesOf(f: Facts) {
  return Array.from({ length: f.rows * 3 }, (_, at) => {
    const status = statuses[at % 3] ?? "waiting";
    return {
      id: `msg_${at.toString(16).padStart(24, "a")}`,
      type: "webhook.secret_rotated",
      status,
      attempts: 40,
      createdAt: f.at,
      settledAt: status === "waiting" ? null : f.at,
      dueAt: status === "waiting" ? f.at : null,
      answer: status === "delivered" ? "204" : `webhook_unreachable:${"E".repeat(60)}`,
    };
  });
}

const pageOf = (f: Facts) => ({ endpointId: f.id, from: f.yes && f.rows > 0 ? 10 : 0, list: { from: 90 } });
const changeOf = (f: Facts) => ({ page: pageOf(f), version: 1 });

export const webhookScreens: Record<string, Screen> = {
  webhooksView: (f) =>
    webhooksView({
      endpoints: Array.from({ length: f.rows * 3 }, (_, at) => ({
        ...endpointOf(f),
        id: at.toString(16).padStart(24, "a"),
        name: `${shorten(f.groupName, 50)} ${at}`,
      })),
      from: pageOf(f).from,
      available: f.all,
      timeZone,
      flash: f.flash,
    }),
  webhookView: (f) =>
    webhookView({
      endpoint: endpointOf(f),
      deliveries: deliveriesOf(f),
      state: pageOf(f),
      timeZone,
      flash: f.flash,
    }),
  webhookForm: (f) =>
    webhookForm(
      endpointOf(f),
      { change: f.yes ? changeOf(f) : null, attempt: 9 },
      f.all ? f.long : undefined,
    ),
  webhookDeletionView: (f) => webhookDeletionView(endpointOf(f), changeOf(f)),
  webhookOffCard: (f) => webhookOffCard(endpointOf(f), f.all),
  secretView: (f) => secretView({ name: f.groupName, secret: `whsec_${"s".repeat(44)}`, rotated: f.yes }),
  secretRotationView: (f) => secretRotationView(endpointOf(f), changeOf(f)),
};
