import type { GroupSummary } from "../../services/groups/groups.ts";
import type { Reader } from "../reader.ts";
import { Access } from "./access.tsx";
import type { Page } from "./page.ts";
import { Inviter, Say } from "./phrases.tsx";

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
export function registeredPage(props: RegisteredPageProps, { words }: Reader): Page {
  const { groups, inviter, organisation, next, onward } = props;
  const { pages } = words;
  const count = groups.length;
  return {
    status: 200,
    title: pages.registered,
    content: (
      <div class="card">
        <Tick />
        <h1>{pages.registered}</h1>
        <p>
          <Say of={pages.welcome({ organisation, count, inviter })} />
        </p>
        {(next || !onward) && (
          <section class="onward">
            <h2>{pages.whatsNext}</h2>
            {next ? (
              <p dir="auto">{next}</p>
            ) : (
              <p>
                <Say of={pages.nothingToDo({ inviter: <Inviter {...props} /> })} />
              </p>
            )}
          </section>
        )}
        {onward && <ContinueLink {...onward} />}
        {count > 0 && (
          <section class="onward">
            <h2>
              <Say of={pages.yourGroups({ count })} />
            </h2>
            <Access groups={groups} words={words} />
          </section>
        )}
      </div>
    ),
  };
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
