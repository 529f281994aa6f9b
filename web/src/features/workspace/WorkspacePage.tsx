import { ScrollArea, Tabs, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";

import type { EditorHandle } from "@/components/editor";
import { ButtonLink } from "@/components/links";
import { Failure, Loading } from "@/components/states";
import { useTitle } from "@/components/title";
import { languagesQuery, type Language } from "@/lib/api/endpoints/languages";
import { problemQuery, type Problem } from "@/lib/api/endpoints/problem";
import { findDiagnostics, type Diagnostic } from "@/lib/diagnostics";
import { text } from "@/lib/text";

import { EditorPane } from "./EditorPane";
import { Panes } from "./Panes";
import { ProblemSubmissions } from "./ProblemSubmissions";
import { ResultPane, type ResultTab } from "./ResultPane";
import { StatementPane } from "./StatementPane";
import { useJudging } from "./use_judging";
import { useProgram } from "./use_program";
import styles from "./Workspace.module.css";

const NONE: Diagnostic[] = [];

function Workspace({ problem, languages }: { problem: Problem; languages: Language[] }) {
  const narrow = useMediaQuery("(max-width: 860px)", undefined, { getInitialValueInEffect: false });
  const allowed = useMemo(
    () => (problem.languages.length === 0 ? languages : languages.filter((one) => problem.languages.includes(one.id))),
    [problem.languages, languages],
  );
  const program = useProgram(problem._id, allowed);
  const [input, setInput] = useState(() => problem.testCases[0]?.input ?? "");
  const judging = useJudging(problem._id, program, input);
  const [resultTab, setResultTab] = useState<ResultTab>("verdict");
  const [place, setPlace] = useState("statement");
  const editor = useRef<EditorHandle>(null);

  // Marks in the editor are of the program that was sent: the next change makes them old.
  const [markedDocument, setMarkedDocument] = useState("");
  const { data: judged } = judging.submission;
  const words = judged?.status === "CE" ? judged.output : judging.running.data?.status === "CE" ? judging.running.data.output : "";
  const found = useMemo(() => (words === "" ? NONE : findDiagnostics(words)), [words]);
  const diagnostics = markedDocument === program.document.name ? found : NONE;

  const submit = () => {
    if (!judging.send()) return;
    setMarkedDocument(program.document.name);
    setResultTab("verdict");
    setPlace("result");
  };
  const runMine = () => {
    setResultTab("input");
    setPlace("result");
    if (judging.runMine()) setMarkedDocument(program.document.name);
  };
  const goTo = (line: number, column?: number) => {
    setPlace("code");
    // On a phone the editor is shown first.
    requestAnimationFrame(() => editor.current?.goTo(line, column));
  };
  const useInput = (sample: string) => {
    setInput(sample);
    setResultTab("input");
    setPlace("result");
  };

  const statement = <StatementPane problem={problem} useInput={useInput} />;
  const history = <ProblemSubmissions problemId={problem._id} partial={problem.scoring !== "all"} />;
  const editorPane = (
    <EditorPane
      program={program}
      languages={allowed}
      diagnostics={diagnostics}
      editor={editor}
      onEdit={() => setMarkedDocument("")}
      onSubmit={submit}
      onRun={runMine}
      submitting={judging.sending.isPending}
      running={judging.running.isPending}
    />
  );
  const result = (
    <ResultPane problem={problem} judging={judging} tab={resultTab} setTab={setResultTab} input={input} setInput={setInput} goTo={goTo} />
  );

  // Whatever tab is open, the page has its heading.
  const heading = <VisuallyHidden component="h1">{problem.title}</VisuallyHidden>;
  if (narrow) {
    return (
      <Tabs value={place} onChange={(value) => setPlace(value ?? "statement")} className={styles.narrow}>
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
        </Tabs.Panel>
        <Tabs.Panel value="result">{result}</Tabs.Panel>
        <Tabs.Panel value="history" className={styles.padded} keepMounted={false}>
          {history}
        </Tabs.Panel>
      </Tabs>
    );
  }
  return (
    <Panes
      left={
        <Tabs defaultValue="statement" className={styles.tabs} keepMounted={false}>
          {heading}
          <Tabs.List className={styles.tabList}>
            <Tabs.Tab value="statement">{text.problem.statement}</Tabs.Tab>
            <Tabs.Tab value="history">{text.problem.mySubmissions}</Tabs.Tab>
          </Tabs.List>
          <ScrollArea className={styles.scroll} type="auto">
            <Tabs.Panel value="statement" className={styles.padded}>
              {statement}
            </Tabs.Panel>
            <Tabs.Panel value="history" className={styles.padded}>
              {history}
            </Tabs.Panel>
          </ScrollArea>
        </Tabs>
      }
      top={editorPane}
      bottom={result}
    />
  );
}

export function WorkspacePage() {
  const { id } = useParams({ from: "/signed-in/problems/$id" });
  const problem = useQuery(problemQuery(id));
  const languages = useQuery(languagesQuery);
  useTitle(problem.data?.title);
  const error = problem.error ?? languages.error;
  if (problem.data && languages.data) return <Workspace key={id} problem={problem.data} languages={languages.data} />;
  if (error) {
    return (
      <Failure alone error={error} retry={() => void Promise.all([problem.refetch(), languages.refetch()])}>
        <ButtonLink to="/problems" variant="default" mt="xs">
          {text.errors.toProblems}
        </ButtonLink>
      </Failure>
    );
  }
  return <Loading lines={12} />;
}
