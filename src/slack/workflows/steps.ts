/** A field that a step takes, or passes on. */
interface Parameter {
  type: "string" | "integer" | "slack#/types/user_id";
  title: string;
  description: string;
  is_required: boolean;
}

/** A Workflow Builder step, as the manifest of an organisation describes it. */
interface Step {
  title: string;
  description: string;
  input_parameters: Record<string, Parameter>;
  output_parameters: Record<string, Parameter>;
}

const text = (title: string, description: string, isRequired = true): Parameter => ({
  type: "string",
  title,
  description,
  is_required: isRequired,
});
const hours: Parameter = {
  type: "integer",
  title: "Hours",
  description: "For how long. If empty, as long as the group allows.",
  is_required: false,
};
const outputs = {
  status: text("Status", "added: they have the group. invited: they have it once they accept the invite."),
  invite_id: text("Invite ID", "The invite they were sent, if they were not registered.", false),
};

/** The steps, by their callback ids. */
export const steps = {
  invite_person: {
    title: "Invite a person",
    description: "Asks for an invite to an email address. It is sent once somebody who decides approves it.",
    input_parameters: {
      email: text("Email address", "Whom to invite."),
      group: text("Group", "The name of the group they get. If empty, Users.", false),
      hours,
      reason: text("Reason", "The people who decide will read it."),
    },
    output_parameters: outputs,
  },
  request_access: {
    title: "Request access",
    description: "Asks for a group for somebody in Slack. They get it once somebody who decides approves it.",
    input_parameters: {
      person: {
        type: "slack#/types/user_id",
        title: "Person",
        description: "Who gets it.",
        is_required: true,
      },
      group: text("Group", "The name of a group that is open to requests."),
      hours,
      reason: text("Reason", "The people who decide will read it."),
    },
    output_parameters: outputs,
  },
} as const satisfies Record<string, Step>;
