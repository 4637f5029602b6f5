import type { GroupSummary } from "../../services/groups/groups.ts";
import { Access } from "./access.tsx";
import type { Page } from "./page.ts";
import { Inviter, Name } from "./phrases.tsx";

/** Where a new user continues. */
export interface Onward {
  label: string;
  url: string;
}

interface RegisteredPageProps {
  groups: readonly GroupSummary[];
  inviter: string;
  inviterEmail: string | null;
  organisation: string;
  /** The organisation's own sentence about what comes next. */
  next: string | undefined;
  onward: Onward | null;
}

/** Says that this form accepted the invite. */
export function registeredPage(props: RegisteredPageProps): Page {
  const { groups, inviter, organisation, next, onward } = props;
  return {
    status: 200,
    title: "You’re in",
    content: (
      <div class="card">
        <Tick />
        <h1>You’re in</h1>
        <p>
          Welcome to <Name of={organisation} />.{" "}
          {groups.length > 0 &&
            `You can now use everything your ${groups.length === 1 ? "group gives" : "groups give"} you. `}
          <Name of={inviter} /> has been told.
        </p>
        {(next || !onward) && (
          <section class="onward">
            <h2>What comes next</h2>
            <p dir="auto">{next ?? <NothingToDo {...props} />}</p>
          </section>
        )}
        {onward && <ContinueLink {...onward} />}
        {groups.length > 0 && (
          <section class="onward">
            <h2>{groups.length === 1 ? "Your group" : "Your groups"}</h2>
            <Access groups={groups} />
          </section>
        )}
      </div>
    ),
  };
}

function NothingToDo(props: Pick<RegisteredPageProps, "inviter" | "inviterEmail">) {
  return (
    <>
      You’re all set and can close this page. <Inviter {...props} /> can tell you where to start.
    </>
  );
}

export function ContinueLink({ label, url }: Onward) {
  return (
    <p class="actions">
      <a class="button" href={url}>
        {label}
      </a>
    </p>
  );
}

function Tick() {
  return (
    <svg
      class="tick"
      viewBox="0 0 44 44"
      fill="none"
      stroke="currentColor"
      stroke-width="3"
      aria-hidden="true"
    >
      <circle cx="22" cy="22" r="20" />
      <path d="m14 23 6 6 11-13" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
