import { changeActions } from "../../../models/run.ts";
import type { LeftOutRows } from "../../../services/changes/review-change.ts";
import { changeForm } from "../../../slack/changes/form-view.ts";
import { changeReview } from "../../../slack/changes/review-view.ts";
import { runNoticeCard, runProgressCard } from "../../../slack/messages/run-cards.ts";
import type { Facts } from "./facts.ts";
import { changeOf, runOf } from "./imports.ts";
import type { Screen } from "./screen.ts";

const several = (count: number, text: string) => Array.from({ length: count }, () => text);
const changed = (f: Facts) => runOf(f, changeOf(f));

const leftOut = (f: Facts): LeftOutRows[] =>
  Array.from({ length: f.rows }, (_, at) => ({
    count: f.count,
    first: Array.from({ length: 5 }, () => ({
      email: f.email,
      why: at % 2 === 0 ? f.long : `${f.by} ${at}`,
    })),
  }));

export const changeScreens: Record<string, Screen> = {
  changeInvitesForm: (f) =>
    changeForm({
      state: { of: "invites", list: "" },
      action: changeActions[f.rows % 3] ?? null,
      choices: f.groups,
    }),
  changeUsersForm: (f) =>
    changeForm({
      state: { of: "users", list: JSON.stringify({ text: f.search }) },
      action: f.yes ? "groups" : "suspend",
      choices: f.groups,
    }),
  changeReview: (f) =>
    changeReview({ run: changed(f), needsApproval: f.all, first: several(10, f.email), leftOut: leftOut(f) }),
  changeProgressCard: (f) => runProgressCard(changed(f)),
  changeStartedCard: (f) => runNoticeCard(changed(f), "started"),
  changeStoppedCard: (f) => runNoticeCard(changed(f), "stopped"),
};
