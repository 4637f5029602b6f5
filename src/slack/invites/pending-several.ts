import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { cancelMany, reviewCancellation } from "../../services/invites/cancel-many.ts";
import { invitesToSelect } from "../../services/invites/list-invites.ts";
import { resendMany, reviewResend } from "../../services/invites/resend-many.ts";
import type { LeftOut } from "../../services/invites/seen-invites.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { SlackRouter } from "../kit/router.ts";
import { anyText, noState } from "../kit/state-codec.ts";
import { counted } from "../kit/text.ts";
import { helpsToResend } from "../messages/remedy.ts";
import { keepDraft, readDraft } from "../state/drafts.ts";
import { backToList } from "./pending-list.ts";
import { type LeftOutGroup, severalResultView, severalReviewView } from "./pending-review-view.ts";
import { selectView } from "./pending-select-view.ts";
import {
  boxesFrom,
  readSelection,
  type SelectState,
  type SeveralDraft,
  selectState,
  severalDraft,
} from "./pending-several-state.ts";
import { listBelowOf, pendingListState } from "./pending-state.ts";

/** Registers resending and cancelling several invites in the list: the selection, its review, and the result. */
export function registerSeveral(router: SlackRouter, context: SlackContext): void {
  router.show(ids.pending.several, noState, async ({ actor, view }) => {
    return { above: await selectScreen(context, actor, { ...listBelowOf(view), form: 0 }, false) };
  });

  for (const id of [ids.pending.selectAll, ids.pending.selectNone])
    router.show(id, noState, async ({ actor, view }) => {
      const { form, ...state } = selectState.decode(view?.private_metadata);
      const all = id === ids.pending.selectAll;
      return { view: await selectScreen(context, actor, { ...state, form: form + 1 }, all) };
    });

  router.submit(
    ids.pending.select,
    selectState,
    async ({ actor, state: { list, listId }, values }) => ({
      view: await reviewScreen(context, actor, { list, listId, ...readSelection(values) }),
    }),
    (values, state) =>
      readSelection(values).invites.length > 0
        ? null
        : { [boxesFrom(0, state)]: "Select at least one invite." },
  );

  router.submit(ids.pending.review, anyText, async (submission) => {
    const { actor, state: draftId } = submission;
    const draft = severalDraft.parse(await readDraft(actor, draftId));
    const { text, leftOut } = await carryOut(context, actor, draft);
    const flash = { text, ok: leftOut.length === 0 };
    const back = backToList(context, submission, draft, { title: "Pending invites", flash });
    if (leftOut.length === 0) return back;
    return {
      view: severalResultView(draft.what, text, grouped(leftOut, actor)),
      afterwards: back.afterwards,
    };
  });
}

async function selectScreen(
  { deliveryReported }: SlackContext,
  actor: AccountActor,
  state: SelectState,
  all: boolean,
): Promise<ModalView> {
  const filter = pendingListState.decode(state.list);
  const found = await invitesToSelect(actor, filter);
  return selectView({ ...found, state, all, expired: filter.which === "expired" }, { deliveryReported });
}

async function reviewScreen(
  { policy }: SlackContext,
  actor: AccountActor,
  { invites, ...selection }: SeveralDraft,
): Promise<ModalView> {
  const { what } = selection;
  const { ready, unreachable, leftOut } =
    what === "cancel"
      ? { unreachable: [], ...(await reviewCancellation(actor, invites)) }
      : await reviewResend(actor, invites, policy, helpsToResend);
  const kept = { ...selection, invites: ready.map(({ inviteId, generation }) => ({ inviteId, generation })) };
  const hopeless = {
    why: "Another email would not arrive either. The list says what to do instead.",
    emails: unreachable,
  };
  return severalReviewView({
    what,
    emails: ready.map(({ email }) => email),
    leftOut: [...(unreachable.length > 0 ? [hopeless] : []), ...grouped(leftOut, actor)],
    draftId: await keepDraft(actor, kept),
  });
}

async function carryOut(
  { policy }: SlackContext,
  actor: AccountActor,
  { what, invites }: SeveralDraft,
): Promise<{ text: string; leftOut: LeftOut[] }> {
  if (what === "resend") {
    const { emails, leftOut } = await resendMany(actor, invites, policy);
    const count = emails.length;
    const text =
      count === 0
        ? "Nothing was sent."
        : `Sending again to ${counted(count, "person", "people")}. Earlier links no longer work.`;
    return { text, leftOut };
  }
  const { emails, mailed, leftOut } = await cancelMany(actor, invites);
  const count = emails.length;
  const end =
    mailed === 0
      ? "No email was sent."
      : `${count === 1 ? "Its link no longer works" : "Their links no longer work"}.`;
  const text = `Cancelled ${counted(count, "invite", "invites")}. ${end}`;
  return { text: count === 0 ? "Nothing was cancelled." : text, leftOut };
}

/** Groups the invites that are left out by their reason. */
function grouped(leftOut: readonly LeftOut[], { timeZone }: AccountActor): LeftOutGroup[] {
  const groups = new Map<string, string[]>();
  for (const { email, why } of leftOut) {
    const sentence = why.sentence(timeZone);
    const named = email === undefined || sentence.includes(email) ? [] : [email];
    groups.set(sentence, [...(groups.get(sentence) ?? []), ...named]);
  }
  return [...groups].map(([why, emails]) => ({ why, emails }));
}
