import { Alert, Badge, Group, Text, Title } from "@mantine/core";

import { Difficulty } from "@/components/Difficulty";
import { ButtonLink } from "@/components/links";
import { Markdown } from "@/components/markdown";
import { Facts } from "@/components/verdict/Facts";
import type { Problem } from "@/lib/api/resources/problems";
import { limit } from "@/lib/format";
import { useSession } from "@/lib/session";
import { inReadersLanguage } from "@/lib/statement";
import { text } from "@/lib/text";

import { Samples } from "./Samples";

function checkerWords({ type, ignoreCase, spaceSensitive, absoluteTolerance, relativeTolerance }: Problem["checker"]): string {
  const { checkers, ignoreCase: noCase, matterCase, spaceCounts, tolerance } = text.problem;
  const within = type === "float" ? [tolerance(absoluteTolerance, relativeTolerance)] : [];
  const space = type === "float" && spaceSensitive === true ? [spaceCounts] : [];
  return [checkers[type], ...within, ...space, ignoreCase === true ? noCase : matterCase].join("; ");
}

interface StatementProps {
  problem: Problem;
  useInput: (input: string) => void;
  /** Where the reader is a teacher. */
  mayEdit: boolean;
}

export function StatementPane({ problem, useInput, mayEdit }: StatementProps) {
  const admin = useSession()?.role === "admin" && mayEdit;
  const samples = problem.testCases.filter((test) => test.visibility === "public");
  const hidden = problem.testCaseCount - samples.length;
  const { title, description, language } = inReadersLanguage(problem);
  const spoken = language === "" ? {} : { lang: language };
  return (
    <article>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm" mb="xs">
        <Title order={2} size="h3" dir="auto" style={{ overflowWrap: "anywhere" }} {...spoken}>
          {title}
        </Title>
        {admin ? (
          <ButtonLink to={"/admin/problems/$id"} params={{ id: problem._id }} variant="default" size="compact-sm" style={{ flex: "none" }}>
            {text.problem.edit}
          </ButtonLink>
        ) : null}
      </Group>
      <Group gap="xs" mb="md">
        <Difficulty value={problem.difficulty} />
        {problem.tags.map((tag) => (
          <Badge key={tag} variant="default" tt="none" fw={500} size="md">
            <bdi>{tag}</bdi>
          </Badge>
        ))}
      </Group>
      {problem.deleted || !problem.published ? (
        <Alert variant="light" color="ink" mb="md" className="quiet-alert">
          {problem.deleted ? text.problem.deletedNote : text.problem.draftNote}
        </Alert>
      ) : null}
      <Facts
        facts={[
          { name: text.problem.timeLimit, value: limit(problem.limits.timeLimitMs) },
          { name: text.problem.memoryLimit, value: `${problem.limits.memoryLimitMb} MB` },
          { name: text.problem.tests, value: text.problem.testsOf(problem.testCaseCount, hidden) },
          ...(problem.scoring === "all" ? [] : [{ name: text.problem.scoring, value: text.problem.scorings[problem.scoring] }]),
        ]}
      />
      <Text size="sm" c="dimmed" mt="sm">
        {text.problem.checker} {checkerWords(problem.checker)}.
      </Text>
      <div style={{ marginTop: 22 }} {...spoken}>
        {description.trim() === "" ? (
          <Text c="dimmed">{text.problem.noStatement}</Text>
        ) : (
          <Markdown source={description} problemId={problem._id} />
        )}
      </div>
      <Samples tests={samples} use={useInput} />
    </article>
  );
}
