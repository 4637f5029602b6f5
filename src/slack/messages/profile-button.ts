import type { Button } from "@slack/types";
import { button } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";

/** Creates the button that opens a user's profile. */
export const viewProfileButton = ({ id, name }: { id: string; name: string }): Button =>
  button(ids.user.open, "View Profile", { value: id, label: `View the profile of ${name}` });
