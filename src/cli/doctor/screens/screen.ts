import type { HomeView, ModalView } from "@slack/types";
import type { Card } from "../../../slack/kit/card.ts";
import type { Facts } from "./facts.ts";

/** Draws a screen: a modal, a Home tab or a message. */
export type Screen = (facts: Facts) => ModalView | HomeView | Card;
