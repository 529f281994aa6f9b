import { ScrollArea, Tabs, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { notifications } from "@mantine/notifications";
import { useEffect, useMemo, useRef, useState } from "react";

import type { EditorHandle } from "@/components/editor";
import { lazyPart } from "@/components/lazy_part";
import { ButtonLink } from "@/components/links";
import { PrintedHead } from "@/components/PrintedHead";
import { PrintedProgram } from "@/components/PrintedProgram";
import { Failure, Loading } from "@/components/states";
import { useTitle } from "@/components/title";
import { languagesQuery, type Language } from "@/lib/api/resources/languages";
import { draftsQuery } from "@/lib/api/resources/drafts";
import { submissionQuery, type Submission } from "@/lib/api/resources/submission";
import { newestSubmissionQuery } from "@/lib/api/resources/submissions";
import { problemQuery, type Problem } from "@/lib/api/resources/problems";
import { crashMarks, findDiagnostics, type Diagnostic } from "@/lib/diagnostics";
import { usePrinting } from "@/lib/printing";
import { hasWholeInput } from "@/lib/samples";
import { useSession } from "@/lib/session";
import { inReadersLanguage } from "@/lib/statement";
import { text } from "@/lib/text";

import { AsStudent } from "./AsStudent";
import { EditorPane } from "./EditorPane";
import { Panes } from "./Panes";
import type { SubmissionsProps } from "./ProblemSubmissions";
import { ResultPane, type ResultTab } from "./ResultPane";
import { StatementPane } from "./StatementPane";
import { isUnderWay, useJudging } from "./use_judging";
import { useInput } from "./use_input";
import { useProgram, type Known } from "./use_program";
import { useSubmitKey } from "./use_submit_key";
import styles from "./Workspace.module.css";

const NONE: Diagnostic[] = [];

// The table comes with the first look at it: the editor is there before.
const ProblemSubmissions = lazyPart<SubmissionsProps>(() => import("./ProblemSubmissions"), <Loading />);

interface WorkspaceProps {
  owner: string;
  problem: Problem;
  languages: Language[];
  known: Known;
  newestId: string | undefined;
}

function Workspace({ owner, problem, languages, known, newestId }: WorkspaceProps) {
  const narrow = useMediaQuery("(max-width: 860px)", undefined, { getInitialValueInEffect: false });
  const allowed = useMemo(
    () => (problem.languages.length === 0 ? languages : languages.filter((one) => problem.languages.includes(one.id))),
    [problem.languages, languages],
  );
  const program = useProgram(owner, problem._id, allowed, known);
  // The beginning of a long input is none.
  const [input, setInput] = useInput(owner, problem._id, problem.testCases.slice(0, 1).find(hasWholeInput)?.input ?? "");
  const { as } = useSearch({ from: "/signed-in/problems/$id" });
  const judging = useJudging(problem._id, program, newestId, as === "student");
  const [resultTab, setResultTab] = useState<ResultTab>("verdict");
  const [place, setPlace] = useState("statement");
  const editor = useRef<EditorHandle>(null);

  // Marks in the editor are of the program that was judged or run: the next change makes them old.
  const [edited, setEdited] = useState(false);
  const { data: judged } = judging.submission;
  const ran = judging.running?.run?.find(({ result }) => result?.status === "CE");
  const isShown = (one: { language: string; code: string } | undefined) =>
    one?.language === program.languageId && one.code === program.settled;
  const words =
    judged?.status === "CE" && isShown(judged) ? judged.output : ran?.result && isShown(judging.running) ? ran.result.output : "";
  const crashed = judged?.status === "CE" || !isShown(judged) ? undefined : judged?.tests;
  const ranHere = isShown(judging.running) ? judging.running?.run : undefined;
  const found = useMemo(() => {
    if (words !== "") return findDiagnostics(words);
    const marks = crashMarks(crashed ?? []);
    return marks.length > 0 ? marks : crashMarks((ranHere ?? []).flatMap(({ result }) => result ?? []));
  }, [words, crashed, ranHere]);
  const diagnostics = edited ? NONE : found;

  const show = (tab: ResultTab) => {
    setEdited(false);
    setResultTab(tab);
    setPlace("result");
  };
  /** A program in a language that cannot be chosen any more is not sent: the bar below the editor names what to do. */
  const isGone = () => {
    const gone = allowed.length > 0 && !allowed.some(({ id }) => id === program.languageId);
    if (gone) notifications.show({ color: "red", message: text.problem.notInLanguage });
    return gone;
  };
  const submit = () => {
    if (isGone()) return;
    program.settle();
    if (judging.send()) show("verdict");
  };
  const submitting = isUnderWay(judging.sending);
  useSubmitKey(() => {
    if (!submitting) submit();
  });
  const samples = problem.testCases.filter((test) => test.visibility === "public");
  const runInput = () => {
    if (isGone()) return;
    program.settle();
    if (judging.runInput(input)) show("input");
  };
  const runSamples = () => {
    if (!samples.some(hasWholeInput)) {
      notifications.show({ message: samples.length === 0 ? text.problem.noSamples : text.problem.samplesTooLong(samples.length) });
      return;
    }
    if (isGone()) return;
    program.settle();
    if (judging.runSamples(samples)) show("samples");
  };
  const load = (language: string, code: string) => {
    program.load(language, code);
    setPlace("code");
    notifications.show({ message: text.problem.loaded });
  };
  // From a submission's own page.
  const asked = useLoadedSubmission(problem._id);
  const navigate = useNavigate();
  useEffect(() => {
    if (asked === undefined) return;
    load(asked.language, asked.code);
    void navigate({ to: "/problems/$id", params: { id: problem._id }, search: ({ as }) => ({ as }), replace: true });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once a submission
  }, [asked]);
  const goTo = (line: number, column?: number) => {
    setPlace("code");
    // On a phone the editor is shown first.
    requestAnimationFrame(() => editor.current?.goTo(line, column));
  };
  const takeSample = (sample: string) => {
    setInput(sample);
    setResultTab("input");
    setPlace("result");
  };

  const printing = usePrinting();
  const printed = (
    <PrintedProgram code={program.code} language={allowed.find(({ id }) => id === program.languageId)?.name ?? program.languageId} />
  );
  const statement = (
    <>
      <PrintedHead title={inReadersLanguage(problem).title} />
      {as === "student" ? <AsStudent problemId={problem._id} /> : null}
      <StatementPane problem={problem} useInput={takeSample} mayEdit={as !== "student"} />
    </>
  );
  const history = <ProblemSubmissions problemId={problem._id} partial={problem.scoring !== "all"} load={load} />;
  const editorPane = (
    <EditorPane
      problemId={problem._id}
      program={program}
      languages={allowed}
      diagnostics={diagnostics}
      editor={editor}
      onEdit={() => setEdited(true)}
      onSubmit={submit}
      onRun={resultTab === "input" ? runInput : runSamples}
      onRunSamples={runSamples}
      submitting={submitting}
      running={isUnderWay(judging.running)}
    />
  );
  const result = (
    <ResultPane
      problem={problem}
      judging={judging}
      program={program}
      tab={resultTab}
      setTab={setResultTab}
      input={input}
      setInput={setInput}
      runInput={runInput}
      goTo={goTo}
    />
  );

  // Whatever tab is open, the page has its heading.
  const heading = <VisuallyHidden component="h1">{inReadersLanguage(problem).title}</VisuallyHidden>;
  if (narrow) {
    return (
      <Tabs value={place} onChange={(value) => setPlace(value ?? "statement")} className={styles.narrow} keepMountedMode="display-none">
        {heading}
        <Tabs.List grow>
          <Tabs.Tab value="statement">{text.problem.statement}</Tabs.Tab>
          <Tabs.Tab value="code">{text.problem.code}</Tabs.Tab>
          <Tabs.Tab value="result">{text.problem.result}</Tabs.Tab>
          <Tabs.Tab value="history">{text.problem.mySubmissions}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="statement" className={styles.padded}>
          {statement}
        </Tabs.Panel>
        <Tabs.Panel value="code" className={styles.narrowEditor}>
          {editorPane}
          {printed}
        </Tabs.Panel>
        <Tabs.Panel value="result">{result}</Tabs.Panel>
        <Tabs.Panel value="history" className={`${styles.padded} no-print`} keepMounted={false}>
          {history}
        </Tabs.Panel>
      </Tabs>
    );
  }
  return (
    <Panes
      left={
        <Tabs defaultValue="statement" className={styles.tabs} keepMounted={false} keepMountedMode="display-none">
          {heading}
          <Tabs.List className={styles.tabList}>
            <Tabs.Tab value="statement">{text.problem.statement}</Tabs.Tab>
            <Tabs.Tab value="history">{text.problem.mySubmissions}</Tabs.Tab>
          </Tabs.List>
          <ScrollArea className={styles.scroll} type="auto">
            <Tabs.Panel value="statement" className={styles.padded} keepMounted={printing}>
              {statement}
            </Tabs.Panel>
            <Tabs.Panel value="history" className={`${styles.padded} no-print`}>
              {history}
            </Tabs.Panel>
          </ScrollArea>
        </Tabs>
      }
      top={
        <>
          {editorPane}
          {printed}
        </>
      }
      bottom={result}
    />
  );
}

/** The server's drafts of this student for the problem: asked for along with the problem, and once. */
function useKnown(problemId: string): { known: Known | undefined; newestId: string | undefined } {
  const drafts = useQuery(draftsQuery(problemId));
  const newest = useQuery(newestSubmissionQuery(problemId));
  const newestId = newest.data?._id;
  // Its program is what the editor begins with where there is no draft.
  const needed = drafts.isFetched && (drafts.data?.length ?? 0) === 0 && newestId !== undefined;
  const submission = useQuery({ ...submissionQuery(newestId ?? ""), enabled: needed });
  // What is left in the cache of an earlier visit is asked for again: it may have been written on elsewhere since.
  const isNow = (one: typeof drafts | typeof newest) => one.isFetched && !one.isFetching;
  const settled = isNow(drafts) && isNow(newest) && (!needed || submission.isFetched);
  const first = useRef<Known | undefined>(undefined);
  if (first.current === undefined && settled) {
    first.current = { drafts: drafts.data ?? [], newest: (needed ? submission.data : undefined) ?? null };
  }
  return { known: first.current, newestId };
}

/** An address that names a submission of this problem puts its program into the editor, once. */
function useLoadedSubmission(id: string): Submission | undefined {
  const { load } = useSearch({ from: "/signed-in/problems/$id" });
  const { data } = useQuery({ ...submissionQuery(load ?? ""), enabled: load !== undefined });
  return data?.problemId === id ? data : undefined;
}

export function WorkspacePage() {
  const { id } = useParams({ from: "/signed-in/problems/$id" });
  return <OneProblem key={id} id={id} />;
}

function OneProblem({ id }: { id: string }) {
  const session = useSession();
  const problem = useQuery(problemQuery(id));
  const languages = useQuery(languagesQuery);
  const { known, newestId } = useKnown(id);
  useTitle(problem.data && inReadersLanguage(problem.data).title);
  const error = problem.error ?? languages.error;
  if (problem.data && languages.data && known && session) {
    return <Workspace owner={session.userId} problem={problem.data} languages={languages.data} known={known} newestId={newestId} />;
  }
  if (error) {
    return (
      <Failure alone error={error} retry={() => void Promise.all([problem.refetch(), languages.refetch()])}>
        <ButtonLink to="/problems" variant="default" mt="xs" activeOptions={{ exact: true }}>
          {text.errors.toProblems}
        </ButtonLink>
      </Failure>
    );
  }
  return <Loading lines={12} />;
}
