const WELL_KNOWN = "/.well-known/authzen-configuration";

/** The document's path. The path of PUBLIC_URL comes after it, as AuthZEN 1.0 defines (section 9.2). */
export const metadataPath = WELL_KNOWN;

/** Describes where to ask for decisions, for programs that discover it. @param publicUrl without a trailing slash */
export function metadataOf(publicUrl: string) {
  const at = (path: string) => `${publicUrl}/access/v1/${path}`;
  return {
    policy_decision_point: publicUrl,
    access_evaluation_endpoint: at("evaluation"),
    access_evaluations_endpoint: at("evaluations"),
    search_subject_endpoint: at("search/subject"),
    search_resource_endpoint: at("search/resource"),
    search_action_endpoint: at("search/action"),
  };
}
