import { queryOptions } from "@tanstack/react-query";

/** Whether this server takes and gives problem packages: its own description of its interface says so. */
export const packagesOfferedQuery = queryOptions({
  queryKey: ["packages-offered"],
  queryFn: async ({ signal }) => {
    const response = await fetch("/openapi.yaml", { signal });
    return response.ok && (await response.text()).includes("\n  /problems/import:");
  },
  staleTime: Infinity,
});
