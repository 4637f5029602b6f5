import type { AccountActor } from "../../services/actor.ts";
import { requirePermission } from "../../services/authorize.ts";
import { clientFields } from "../../services/clients/client-fields.ts";
import { createClient } from "../../services/clients/create-client.ts";
import { InvalidFields } from "../../services/errors.ts";
import { MadeAlready } from "../../services/made-already.ts";
import { newId } from "../../services/object-id.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import { redrawBelow } from "../kit/redraw.ts";
import type { SlackRouter, Submission } from "../kit/router.ts";
import { creationState, noState } from "../kit/state-codec.ts";
import type { Answer, FieldErrors } from "../kit/submission.ts";
import { type ClientDraft, clientDraft } from "./client-state.ts";
import { blankDraft, clientForm, fieldBlock, readClientDraft } from "./form-view.ts";
import { clientReviewView, needsReview } from "./review-view.ts";
import { clientScreen, listScreen } from "./screens.ts";
import { tokenView } from "./token-view.ts";

/** Registers *Create Client*: a form, a review if the client could do harm, and its token. */
export function registerClientCreation(router: SlackRouter, context: SlackContext): void {
  router.show(ids.clients.create, noState, async () => ({
    above: clientForm({ ...blankDraft, newId: newId() }),
  }));

  router.submit(
    ids.clients.form,
    creationState,
    async (submission) => {
      const draft = { ...readClientDraft(submission.values), ...submission.state };
      await requirePermission(submission.actor, "clients:write");
      return needsReview(draft) ? { view: clientReviewView(draft) } : create(context, submission, draft);
    },
    checkClientForm,
  );

  router.submit(ids.clients.review, clientDraft, (submission) =>
    create(context, submission, submission.state),
  );

  router.show(ids.clients.change, noState, async ({ actor, view }) => {
    await requirePermission(actor, "clients:write");
    return { view: clientForm(clientDraft.decode(view?.private_metadata)) };
  });
}

function checkClientForm(values: unknown): FieldErrors | null {
  try {
    clientFields(readClientDraft(values));
    return null;
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error;
    const { fields } = error;
    return Object.fromEntries(Object.entries(fields).map(([field, fault]) => [fieldBlock(field), fault]));
  }
}

const before = {
  text: "This client was created before. Its token is shown only once: if you didn’t see it, press New Token.",
  ok: true,
};

async function create(
  context: SlackContext,
  { actor, client, view }: Pick<Submission<unknown>, "actor" | "client" | "view">,
  draft: ClientDraft,
): Promise<Answer> {
  try {
    const made = await createClient(actor, draft, draft.newId);
    return { view: tokenView(made, actor.timeZone), afterwards: () => redrawList(actor, client, view) };
  } catch (error) {
    if (error instanceof MadeAlready) return { view: await clientScreen(context, actor, error.id, before) };
    if (!(error instanceof InvalidFields)) throw error;
    return { view: clientForm(draft, describeError(error, context.log, actor)) };
  }
}

/** Redraws the list below. */
async function redrawList(
  actor: AccountActor,
  client: Submission<unknown>["client"],
  { id, root_view_id: list }: Submission<unknown>["view"],
): Promise<void> {
  if (list !== id) await redrawBelow(client, list, await listScreen(actor));
}
