import type { ModalView } from "@slack/types";
import { hoursText } from "../../services/format.ts";
import type { GroupRules } from "../../services/groups/access-rules.ts";
import { notice, paragraph, text } from "../kit/blocks.ts";
import { isolated } from "../kit/phrase.ts";

/** Draws *Access rules* for people who may only read them: 1 block. */
export function rulesTextView({ group, rules, deciders, takesTwo }: GroupRules): ModalView {
  const { open, answers, longestHours, confirmByMail, preApproved, emergency } = rules;
  const name = isolated(group.name, 60);
  const who = deciders
    ? `Admins and the members of ${isolated(deciders.name, 60)} answer.`
    : "Admins answer.";
  const sentences = open
    ? [
        `Anyone in your organisation can ask for ${name}.`,
        who,
        answers === 2 || takesTwo ? "Two different people have to approve." : "One of them has to approve.",
        longestHours === null
          ? "People can ask for it with no end."
          : `The longest time is ${hoursText(longestHours)}.`,
        ...(confirmByMail ? ["Approvals are confirmed by a link in an email."] : []),
      ]
    : [`Nobody can ask for ${name}.`];
  const atOnce = [
    ...(preApproved
      ? [`Members of another group get it at once, for up to ${hoursText(preApproved.hours)}.`]
      : []),
    ...(emergency ? [`Some get it at once in an emergency, for up to ${hoursText(emergency.hours)}.`] : []),
  ];
  return { ...notice("Access rules"), blocks: [paragraph(text([...sentences, ...atOnce].join("\n")))] };
}
