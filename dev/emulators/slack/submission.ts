import * as z from "zod";
import { ApiError } from "./api-error.ts";
import { described } from "./methods/views.ts";
import type { OpenView } from "./views.ts";
import type { Workspace } from "./workspace.ts";

const response = z.discriminatedUnion("response_action", [
  z.strictObject({ response_action: z.literal("errors"), errors: z.record(z.string(), z.string().min(1)) }),
  z.strictObject({ response_action: z.literal("update"), view: z.unknown() }),
  z.strictObject({ response_action: z.literal("push"), view: z.unknown() }),
  z.strictObject({ response_action: z.literal("clear") }),
]);

/**
 * Applies the app's answer to a submission to the screen.
 *
 * @returns why Slack would refuse the answer, if it would
 */
export function applySubmission({ views }: Workspace, seen: OpenView, body: unknown): string | undefined {
  const view = views.find({ viewId: seen.id });
  if (!view) return undefined;
  if (body === undefined) {
    views.close(view.userId);
    return undefined;
  }
  const parsed = response.safeParse(body);
  if (!parsed.success) return `unknown response_action: ${JSON.stringify(body)}`;
  try {
    switch (parsed.data.response_action) {
      case "clear":
        views.close(view.userId, true);
        break;
      case "update":
        views.update(view, described(parsed.data.view));
        break;
      case "push":
        views.push(view.userId, view.id, described(parsed.data.view));
        break;
      case "errors":
        return showErrors({
          view,
          errors: parsed.data.errors,
          show: (errors) => views.showErrors(view, errors),
        });
    }
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return `${error.code} ${JSON.stringify(error.details)}`;
    throw error;
  }
}

function showErrors(at: {
  view: OpenView;
  errors: Record<string, string>;
  show: (errors: Record<string, string>) => void;
}): string | undefined {
  const inputs = at.view.blocks.flatMap((block) => (block.type === "input" ? [block.block_id] : []));
  const astray = Object.keys(at.errors).filter((id) => !inputs.includes(id));
  if (astray.length > 0) return `errors for blocks that are no inputs: ${astray.join(", ")}`;
  at.show(at.errors);
  return undefined;
}
