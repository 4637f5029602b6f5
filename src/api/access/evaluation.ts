import * as z from "zod";
import { cutOff } from "../../services/cut-off.ts";
import type { Decision } from "../../services/decisions/decide.ts";
import type { Decisions, Question } from "../../services/decisions/decisions.ts";
import { reasonFor } from "../../services/decisions/reason.ts";
import { AccessRefused } from "./access-refused.ts";
import {
  type EvaluationRequest,
  evaluationRequest,
  faultsOf,
  questionOf,
  type ReadQuestion,
} from "./read-question.ts";

/** The most questions in one batch. */
const MAX_EVALUATIONS = 1_000;

/** An answer in AuthZEN's format. */
export interface Evaluation {
  decision: boolean;
  context?: { code: string; reason: string };
}

/** Settings for answering. */
export interface AnswerSettings {
  decisions: Decisions;
  /** TIME_ZONE: the zone of the days in reasons. */
  timeZone: string;
}

/** Answers a single question. @throws AccessRefused, DatabaseUnavailable */
export function evaluate(
  body: unknown,
  settings: AnswerSettings,
  reasons: boolean,
): Evaluation | Promise<Evaluation> {
  const parsed = evaluationRequest.safeParse(body, { reportInput: true });
  if (!parsed.success) throw new AccessRefused(400, `${faultsOf(parsed.error)}.`);
  const read = questionOf(parsed.data);
  if (read.kind === "unknown_type") return answer(read, null, settings, reasons);
  const decision = settings.decisions.decide(read.question);
  return decision instanceof Promise
    ? decision.then((decided) => answer(read, decided, settings, reasons))
    : answer(read, decision, settings, reasons);
}

const defaults = z.looseObject({}, "must be an object").optional();
const batchRequest = z.object(
  {
    subject: defaults,
    action: defaults,
    resource: defaults,
    context: defaults,
    evaluations: z
      .array(z.unknown(), "must be a list")
      .max(MAX_EVALUATIONS, `has more than ${MAX_EVALUATIONS} questions`)
      .optional(),
    options: z
      .object(
        {
          evaluations_semantic: z
            .enum(["execute_all", "deny_on_first_deny", "permit_on_first_permit"], {
              error: "must be execute_all, deny_on_first_deny or permit_on_first_permit",
            })
            .optional(),
        },
        "must be an object",
      )
      .optional(),
  },
  "must be an object",
);

/**
 * Answers several questions at once; without any, the body itself is the question.
 *
 * @throws AccessRefused, DatabaseUnavailable
 */
export async function evaluateEach(
  body: unknown,
  settings: AnswerSettings,
  reasons: boolean,
): Promise<Evaluation | { evaluations: Evaluation[] }> {
  const parsed = batchRequest.safeParse(body, { reportInput: true });
  if (!parsed.success) throw new AccessRefused(400, `${faultsOf(parsed.error)}.`);
  const { evaluations = [], options, ...common } = parsed.data;
  if (evaluations.length === 0) return evaluate(body, settings, reasons);
  const items = evaluations.map((each) => readItem(each, common));
  const semantic = options?.evaluations_semantic ?? "execute_all";
  const isLast = (decision: Decision | null) =>
    (semantic === "deny_on_first_deny" && !decision?.allowed) ||
    (semantic === "permit_on_first_permit" && decision?.allowed === true);
  const decisions = await settings.decisions.decideEach(items.map(askable), isLast);
  return {
    evaluations: decisions.map((decision, index) => {
      const item = items[index];
      return !item || item.kind === "broken"
        ? broken(item?.fault ?? "")
        : answer(item, decision, settings, reasons);
    }),
  };
}

type Item = ReadQuestion | { kind: "broken"; fault: string };

type Defaults = Partial<Record<keyof EvaluationRequest, object | undefined>>;

/**
 * Reads one question of a batch. What it leaves out comes from the batch; what it has replaces the batch's as a whole,
 * except for a missing type or id (AuthZEN's certification, batch with default value merging).
 */
function readItem(item: unknown, common: Defaults): Item {
  if (!isObject(item)) return { kind: "broken", fault: "The question must be an object" };
  const { subject, resource } = item;
  const parsed = evaluationRequest.safeParse(
    {
      ...common,
      ...item,
      ...(isObject(subject) && { subject: { ...identity(common.subject), ...subject } }),
      ...(isObject(resource) && { resource: { ...identity(common.resource), ...resource } }),
    },
    { reportInput: true },
  );
  return parsed.success ? questionOf(parsed.data) : { kind: "broken", fault: faultsOf(parsed.error) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Returns the type and id of a batch's subject or resource, if it has them. */
function identity(entity: object = {}): object {
  return Object.fromEntries(Object.entries(entity).filter(([field]) => field === "type" || field === "id"));
}

const askable = (item: Item): Question | null => (item.kind === "question" ? item.question : null);

const broken = (fault: string): Evaluation => ({
  decision: false,
  context: { code: "invalid_request", reason: fault },
});

function answer(
  read: ReadQuestion,
  decision: Decision | null,
  { timeZone }: AnswerSettings,
  reasons: boolean,
): Evaluation {
  if (read.kind === "unknown_type" || !decision) {
    if (!reasons) return { decision: false };
    const { code, type } = read.kind === "unknown_type" ? read : { code: "invalid_request", type: "" };
    return { decision: false, context: { code, reason: unknownType(code, type) } };
  }
  if (!reasons) return { decision: decision.allowed };
  const reason = reasonFor(decision, read.question.wanted, Date.now(), timeZone);
  return { decision: decision.allowed, context: { code: decision.code, reason } };
}

function unknownType(code: string, type: string): string {
  const named = cutOff(type, 60);
  return code === "unknown_subject_type"
    ? `Only users have access here, not a ${named}`
    : `Groups give services, projects and regions, not a ${named}`;
}
