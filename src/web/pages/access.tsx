import type { GroupSummary } from "../../services/groups/groups.ts";

const NAMED = 8;

/** Lists groups, each with what it gives. What one gives is never mixed with another's. */
export function Access({ groups }: { groups: readonly GroupSummary[] }) {
  return (
    <ul class="groups">
      {groups.map((group) => (
        <li key={group.id}>
          <strong>
            <bdi>{group.name}</bdi>
          </strong>
          <GroupAccess group={group} />
        </li>
      ))}
    </ul>
  );
}

function GroupAccess({ group }: { group: GroupSummary }) {
  const { services, projects, regions, actions } = group;
  if ([services, projects, regions, actions].every((scope) => scope === "all"))
    return <p class="soft">Everything: all services, projects and regions.</p>;
  const rows = Object.entries({ Services: services, Projects: projects, Regions: regions }).filter(
    ([, scope]) => scope.length > 0,
  );
  if (rows.length === 0) return <p class="soft">Gives no access on its own.</p>;
  if (actions !== "all") rows.push(["Actions", actions]);
  return (
    <dl>
      {rows.map(([kind, scope]) => (
        <>
          <dt>{kind}</dt>
          <dd dir="auto">{scope === "all" ? "All" : named(scope)}</dd>
        </>
      ))}
    </dl>
  );
}

const list = new Intl.ListFormat("en-GB");

function named(names: string[]): string {
  const more = names.length - NAMED;
  const shown = more > 1 ? [...names.slice(0, NAMED), `${more}\u00a0more`] : names;
  return list.format(shown);
}
