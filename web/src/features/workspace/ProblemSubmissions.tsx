import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";

import { TextLink } from "@/components/links";
import { Empty, Failure, Loading } from "@/components/states";
import { SubmissionTable } from "@/components/SubmissionTable";
import { describe } from "@/lib/api/error";
import { submissionQuery } from "@/lib/api/resources/submission";
import { mySubmissionsQuery } from "@/lib/api/resources/submissions";
import { exactTime } from "@/lib/format";
import { text } from "@/lib/text";

export interface SubmissionsProps {
  problemId: string;
  partial: boolean;
  load: (language: string, code: string) => void;
}

/** One's own submissions to the problem that is open. */
export default function ProblemSubmissions({ problemId, partial, load }: SubmissionsProps) {
  const client = useQueryClient();
  const { as } = useSearch({ from: "/signed-in/problems/$id" });
  const { data, error, refetch } = useQuery(mySubmissionsQuery({ problemId }));
  const loadOne = (id: string) =>
    void client.query(submissionQuery(id)).then(
      ({ language, code }) => load(language, code),
      (failure: unknown) => notifications.show({ color: "red", message: describe(failure).title }),
    );
  if (data === undefined) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />;
  if (data.rows.length === 0) return <Empty title={text.problem.noSubmissions} detail={text.problem.noSubmissionsHint} />;
  return (
    <>
      <SubmissionTable
        rows={data.rows}
        as={as}
        hide={partial ? ["problem", "time", "memory"] : ["problem", "score", "time", "memory"]}
        actions={(row) => (
          <Button size="compact-xs" variant="default" aria-label={text.problem.loadSubmission(exactTime(row.createdAt))} onClick={() => loadOne(row._id)}>
            {text.problem.load}
          </Button>
        )}
      />
      <TextLink to="/submissions" search={{ problemId }} size="sm" mt="sm" display="inline-block">
        {text.problem.allSubmissions}
      </TextLink>
    </>
  );
}
