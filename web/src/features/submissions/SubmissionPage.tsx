import { Alert, Button, Group, Paper, Stack, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useMemo, useRef } from "react";

import { CopyButton } from "@/components/CopyButton";
import { CodeEditor, type EditorHandle } from "@/components/editor";
import { FormError } from "@/components/FormError";
import { ButtonLink, TextLink } from "@/components/links";
import { Page } from "@/components/Page";
import { PrintedProgram } from "@/components/PrintedProgram";
import { Failure, Loading } from "@/components/states";
import { Facts } from "@/components/verdict/Facts";
import { VerdictView } from "@/components/verdict/VerdictView";
import { ApiError } from "@/lib/api/error";
import { meQuery } from "@/lib/api/resources/account";
import { languagesQuery } from "@/lib/api/resources/languages";
import { problemQuery } from "@/lib/api/resources/problems";
import { rejudge, submissionChanged, submissionQuery, type Submission } from "@/lib/api/resources/submission";
import { userNameQuery } from "@/lib/api/resources/users";
import { asStudentSees } from "@/lib/as_student";
import { crashMarks, findDiagnostics } from "@/lib/diagnostics";
import { downloadText, sourceName } from "@/lib/download";
import { exactTime } from "@/lib/format";
import { useLive } from "@/lib/live";
import { usePrinting } from "@/lib/printing";
import { useSession } from "@/lib/session";
import { inReadersLanguage } from "@/lib/statement";
import { text } from "@/lib/text";
import { isOpen } from "@/lib/verdicts";

import { JudgingTable } from "./JudgingTable";
import { TestTable } from "./TestTable";

/** A teacher looks at it as a student, where the workspace they come from is seen so. */
const useAsStudent = () => useSearch({ from: "/signed-in/submissions/$id" }).as;

/** `gone`: its problem was deleted, or is hidden again. There is nothing to lead to. */
function Actions({ submission, gone }: { submission: Submission; gone: boolean }) {
  const client = useQueryClient();
  const as = useAsStudent();
  const admin = useSession()?.role === "admin" && as === undefined;
  const judge = useMutation({
    mutationFn: () => rejudge(submission._id),
    onSuccess: () => {
      notifications.show({ message: text.submission.rejudged });
      return submissionChanged(client, submission._id);
    },
  });
  return (
    <Stack gap="xs" align="flex-end">
      <Group gap="xs">
        {gone ? null : (
          <>
            <ButtonLink to="/problems/$id" params={{ id: submission.problemId }} search={{ as }} variant="default" size="sm">
              {text.submission.backToProblem}
            </ButtonLink>
            <ButtonLink to="/problems/$id" params={{ id: submission.problemId }} search={{ load: submission._id, as }} variant="default" size="sm">
              {text.submission.editAgain}
            </ButtonLink>
          </>
        )}
        {admin && !isOpen(submission.status) ? (
          <Button size="sm" variant="default" leftSection={<IconRefresh size={15} aria-hidden />} loading={judge.isPending} onClick={() => judge.mutate()}>
            {text.submission.rejudge}
          </Button>
        ) : null}
      </Group>
      <FormError error={judge.error} />
    </Stack>
  );
}

/** On paper: whose it is. */
function OwnName() {
  const { data: me } = useQuery(meQuery);
  return <bdi>{me?.name ?? "…"}</bdi>;
}

/** Its owner, for viewers of all submissions. */
function Owner({ userId }: { userId: string }) {
  const { data: name } = useQuery(userNameQuery(userId));
  return (
    <TextLink to="/admin/submissions" search={{ userId }} fz="inherit">
      <bdi>{name === undefined ? "…" : (name ?? text.submissions.goneUser)}</bdi>
    </TextLink>
  );
}

function Whole({ submission }: { submission: Submission }) {
  const session = useSession();
  const as = useAsStudent();
  const problem = useQuery(problemQuery(submission.problemId));
  const title = problem.data && inReadersLanguage(problem.data).title;
  const gone = problem.error instanceof ApiError && problem.error.status === 404;
  // An administrator still reads a deleted one.
  const note = gone ? text.submission.problemGone : problem.data?.deleted === true ? text.submission.problemDeleted : null;
  const languages = useQuery(languagesQuery);
  const language = languages.data?.find((one) => one.id === submission.language)?.name ?? submission.language;
  const printing = usePrinting();
  const own = session?.userId === submission.userId;
  const editor = useRef<EditorHandle>(null);
  const diagnostics = useMemo(
    () => (submission.status === "CE" ? findDiagnostics(submission.output) : crashMarks(submission.tests)),
    [submission.status, submission.output, submission.tests],
  );
  const document = useMemo(() => ({ name: submission._id, text: submission.code }), [submission._id, submission.code]);
  return (
    <Page title={title !== undefined ? text.submission.of(title) : text.submission.title} size="xl" aside={<Actions submission={submission} gone={gone} />}>
      <Stack gap="lg">
        {note === null ? null : (
          <Alert role="status" variant="light" color="ink" className="quiet-alert">
            {note}
          </Alert>
        )}
        <Facts
          facts={[
            ...(session?.role === "admin" && as === undefined && !own ? [{ name: text.submissions.user, value: <Owner userId={submission.userId} /> }] : []),
            ...(printing && own ? [{ name: text.submissions.user, value: <OwnName /> }] : []),
            ...(printing && title !== undefined ? [{ name: text.submissions.columns.problem, value: <bdi>{title}</bdi> }] : []),
            { name: text.submission.when, value: exactTime(submission.createdAt) },
            {
              name: text.submission.language,
              value: language,
            },
          ]}
        />
        <Paper p="lg">
          <VerdictView submission={submission} problem={problem.data} gone={gone} goTo={(line, column) => editor.current?.goTo(line, column)} />
        </Paper>
        <section aria-label={text.submission.code}>
          <Group justify="space-between" mb={6}>
            <Title order={2} size="h4">
              {text.submission.code}
            </Title>
            <Group gap={4}>
              <CopyButton value={submission.code} label={text.submission.copyCode} />
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<IconDownload size={15} aria-hidden />}
                onClick={() => downloadText(sourceName(submission.language, submission._id), submission.code)}
              >
                {text.submission.download}
              </Button>
            </Group>
          </Group>
          <Paper className="no-print" style={{ overflow: "hidden" }}>
            <CodeEditor
              ref={editor}
              document={document}
              language={submission.language}
              label={text.submission.code}
              readOnly
              diagnostics={diagnostics}
            />
          </Paper>
          <PrintedProgram code={() => submission.code} language={language} />
        </section>
        {submission.tests.length > 0 ? <TestTable tests={submission.tests} /> : null}
        {(submission.judgings?.length ?? 0) > 1 ? <JudgingTable judgings={submission.judgings ?? []} /> : null}
      </Stack>
    </Page>
  );
}

export function SubmissionPage() {
  const { id } = useParams({ from: "/signed-in/submissions/$id" });
  const seen = useAsStudent() === undefined ? {} : { select: asStudentSees };
  const { data, error, refetch } = useQuery({ ...submissionQuery(id), ...seen });
  useLive(id, data?.status);
  if (data) return <Whole submission={data} />;
  if (error) return <Failure alone error={error} retry={() => void refetch()} />;
  return <Loading lines={12} />;
}
