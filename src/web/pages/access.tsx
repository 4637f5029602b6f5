import { asLine, Isolated, type Sentence } from "../../locales/sentence.ts";
import type { Words } from "../../locales/words.ts";
import type { GroupSummary } from "../../services/groups/groups.ts";
import { Say } from "./phrases.tsx";

const NAMED = 8;

interface AccessProps {
  groups: readonly GroupSummary[];
  words: Words;
}

/** Lists groups, each with what it gives; the access of different groups is never mixed. */
export function Access({ groups, words }: AccessProps) {
  return (
    <ul class="groups">
      {groups.map((group) => (
        <li key={group.id}>
          <strong>
            <bdi>{group.name}</bdi>
          </strong>
          <GroupAccess group={group} words={words} />
        </li>
      ))}
    </ul>
  );
}

function GroupAccess({ group, words }: { group: GroupSummary; words: Words }) {
  const { services, projects, regions, actions } = group;
  const { pages } = words;
  if ([services, projects, regions, actions].every((scope) => scope === "all"))
    return <p class="soft">{pages.everything}</p>;
  const rows = [
    { kind: pages.services, scope: services },
    { kind: pages.projects, scope: projects },
    { kind: pages.regions, scope: regions },
  ].filter(({ scope }) => scope.length > 0);
  if (rows.length === 0) return <p class="soft">{pages.noAccess}</p>;
  if (actions !== "all") rows.push({ kind: pages.actions, scope: actions });
  return (
    <dl>
      {rows.map(({ kind, scope }) => (
        <>
          <dt>{kind}</dt>
          <dd>{scope === "all" ? pages.all : <Say of={named(scope, words)} />}</dd>
        </>
      ))}
    </dl>
  );
}

/** Names the first few of many, and counts the rest. */
function named(names: string[], { list, pages }: Words): Sentence {
  const more = names.length - NAMED;
  if (more <= 1) return list(names);
  const others = asLine(pages.more({ count: more })).replaceAll(" ", "\u00a0");
  const shown = list([...names.slice(0, NAMED), others]);
  return shown.map((part) => (part instanceof Isolated && part.text === others ? others : part));
}
