import { Group, Paper, SimpleGrid, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";

import { MergeEditor } from "@/components/editor";
import { ButtonLink, TextLink } from "@/components/links";
import { Page } from "@/components/Page";
import { Empty, Failure, Loading } from "@/components/states";
import { StatusBadge } from "@/components/StatusBadge";
import { languagesQuery } from "@/lib/api/resources/languages";
import { submissionQuery, type Submission } from "@/lib/api/resources/submission";
import { exactTime } from "@/lib/format";
import { text } from "@/lib/text";

function Head({ submission }: { submission: Submission }) {
  const { data: languages } = useQuery(languagesQuery);
  return (
    <Group gap="sm">
      <StatusBadge status={submission.status} />
      <TextLink to="/submissions/$id" params={{ id: submission._id }} size="sm">
        {exactTime(submission.createdAt)}
      </TextLink>
      <Text size="sm" c="dimmed">
        {languages?.find((one) => one.id === submission.language)?.name ?? submission.language}
      </Text>
    </Group>
  );
}

function Pair({ left, right, oneColumn }: { left: string; right: string; oneColumn: boolean }) {
  const a = useQuery(submissionQuery(left));
  const b = useQuery(submissionQuery(right));
  const error = a.error ?? b.error;
  if (a.data && b.data) {
    return (
      <>
        <SimpleGrid cols={{ base: 1, xs: 2 }} mb="sm" spacing="xs">
          <Head submission={a.data} />
          <Head submission={b.data} />
        </SimpleGrid>
        {a.data.language === b.data.language ? null : (
          <Text size="sm" c="dimmed" mb="sm">
            {text.compare.otherLanguage}
          </Text>
        )}
        {a.data.code === b.data.code ? (
          <Text size="sm" c="dimmed" mb="sm" role="status">
            {text.compare.same}
          </Text>
        ) : null}
        <Paper style={{ overflow: "hidden" }}>
          <MergeEditor
            left={a.data.code}
            right={b.data.code}
            language={a.data.language}
            labels={[text.compare.older, text.compare.newer]}
            oneColumn={oneColumn}
          />
        </Paper>
      </>
    );
  }
  return error ? <Failure error={error} retry={() => void Promise.all([a.refetch(), b.refetch()])} /> : <Loading lines={12} />;
}

export function ComparePage() {
  const { left, right } = useSearch({ from: "/signed-in/compare" });
  const oneColumn = useMediaQuery("(max-width: 640px)", undefined, { getInitialValueInEffect: false });
  return (
    <Page title={text.compare.title} size="xl">
      {left && right ? (
        <>
          <Text c="dimmed" mb="md">
            {oneColumn ? text.compare.leadOneColumn : text.compare.lead}
          </Text>
          <Pair left={left} right={right} oneColumn={oneColumn} />
        </>
      ) : (
        <Empty title={text.compare.choose}>
          <ButtonLink to="/submissions" mt="xs">
            {text.compare.toList}
          </ButtonLink>
        </Empty>
      )}
    </Page>
  );
}
