import { useQuery } from "@tanstack/react-query";

import { TextLink } from "@/components/links";
import { Empty, Failure, Loading } from "@/components/states";
import { SubmissionTable } from "@/components/SubmissionTable";
import { mySubmissionsQuery } from "@/lib/api/endpoints/my_submissions";
import { text } from "@/lib/text";

/** One's own submissions to the problem that is open. */
export function ProblemSubmissions({ problemId, partial }: { problemId: string; partial: boolean }) {
  const { data, error, refetch } = useQuery(mySubmissionsQuery({ problemId }));
  if (data === undefined) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />;
  if (data.rows.length === 0) return <Empty title={text.problem.noSubmissions} detail={text.problem.noSubmissionsHint} />;
  return (
    <>
      <SubmissionTable rows={data.rows} hide={partial ? ["problem"] : ["problem", "score"]} />
      <TextLink to="/submissions" search={{ problemId }} size="sm" mt="sm" display="inline-block">
        {text.problem.allSubmissions}
      </TextLink>
    </>
  );
}
