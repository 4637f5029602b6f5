import * as z from "zod";
import { ApiError } from "../api-error.ts";
import type { Execution } from "../executions.ts";
import type { Workspace } from "../workspace.ts";
import { json, type Method, method } from "./method.ts";

/** The methods that end a custom step. */
export const functionMethods: Record<string, Method> = {
  "functions.completeSuccess": method(
    undefined,
    z.object({ function_execution_id: z.string(), outputs: json.pipe(z.record(z.string(), z.unknown())) }),
    ({ function_execution_id: id, outputs }, workspace) => {
      const execution = running(workspace, id);
      if (execution.refuses(outputs)) throw new ApiError("parameter_validation_failed");
      execution.end({ outputs });
      return {};
    },
  ),

  "functions.completeError": method(
    undefined,
    z.object({ function_execution_id: z.string(), error: z.string() }),
    ({ function_execution_id: id, error }, workspace) => {
      running(workspace, id).end({ error });
      return {};
    },
  ),
};

function running(workspace: Workspace, id: string): Execution {
  const execution = workspace.executions.get(id);
  if (!execution) throw new ApiError("function_execution_not_found");
  if (execution.ended) throw new ApiError("execution_not_in_running_state");
  return execution;
}
