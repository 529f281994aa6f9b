import { Button, CloseButton, Group, Pill, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { ButtonLink } from "@/components/links";
import { ListPager } from "@/components/ListPager";
import { Page } from "@/components/Page";
import { Empty, Failure, Loading } from "@/components/states";
import { PROBLEMS_A_PAGE, problemsQuery, type ProblemFilter } from "@/lib/api/resources/problems";
import { progressQuery } from "@/lib/api/resources/progress";
import { number } from "@/lib/locale";
import { useSession } from "@/lib/session";
import { text } from "@/lib/text";

import { ProblemTable } from "./ProblemTable";

const SEARCH_PAUSE_MS = 180;

function Filters({ filter, change }: { filter: ProblemFilter; change: (next: ProblemFilter) => void }) {
  const [typed, setTyped] = useState(filter.search ?? "");
  const search = useDebouncedCallback((value: string) => change({ ...filter, search: value || undefined, page: undefined }), SEARCH_PAUSE_MS);
  const difficulties = (["easy", "medium", "hard"] as const).map((value) => ({ value, label: text.difficulty[value] }));
  return (
    <Group mb="md" gap="sm">
      <TextInput
        type="search"
        aria-label={text.problems.search}
        placeholder={text.problems.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
        style={{ flex: 1, minWidth: 220 }}
      />
      <SegmentedControl
        aria-label={text.problems.difficulty}
        value={filter.difficulty ?? ""}
        onChange={(value) => change({ ...filter, difficulty: (value || undefined), page: undefined })}
        data={[{ value: "", label: text.general.any }, ...difficulties]}
      />
      {filter.tag ? (
        <Pill size="lg" withRemoveButton={false}>
          <Group gap={2} wrap="nowrap" component="span">
            {filter.tag}
            <CloseButton
              size="xs"
              aria-label={text.problems.removeTag(filter.tag)}
              onClick={() => change({ ...filter, tag: undefined, page: undefined })}
            />
          </Group>
        </Pill>
      ) : null}
    </Group>
  );
}

export function ProblemsPage() {
  const filter = useSearch({ from: "/signed-in/problems" });
  const navigate = useNavigate();
  const session = useSession();
  const problems = useQuery(problemsQuery(filter));
  const progress = useQuery(progressQuery);
  const [generation, setGeneration] = useState(0);

  const change = (next: ProblemFilter) => void navigate({ to: "/problems", search: next, replace: true });
  const filtered = Boolean(filter.search ?? filter.difficulty ?? filter.tag);
  const solved = [...(progress.data?.values() ?? [])].filter((mark) => mark === "solved").length;
  const clear = () => {
    change({});
    setGeneration(generation + 1);
  };
  const { data } = problems;

  return (
    <Page
      title={text.problems.title}
      aside={
        data && !filtered && data.total > 0 ? (
          <Text c="dimmed" size="sm" className="figure">
            {text.problems.solvedCount(solved, `${number(data.total)}${data.capped ? "+" : ""}`)}
          </Text>
        ) : null
      }
    >
      <Filters key={generation} filter={filter} change={change} />
      {data ? (
        data.rows.length > 0 ? (
          <>
            <ProblemTable rows={data.rows} marks={progress.data} pickTag={(tag) => change({ ...filter, tag, page: undefined })} />
            <ListPager list={data} size={PROBLEMS_A_PAGE} place={filter} stale={problems.isPlaceholderData} go={(place) => change({ ...filter, ...place })} />
          </>
        ) : filtered ? (
          <Empty title={text.problems.noMatch} detail={text.problems.noMatchHint}>
            <Button variant="default" mt="xs" onClick={clear}>
              {text.general.clearFilters}
            </Button>
          </Empty>
        ) : session?.role === "admin" ? (
          <Empty title={text.problems.none} detail={text.problems.noneAdmin}>
            <ButtonLink to="/admin/problems/new" mt="xs">
              {text.problems.create}
            </ButtonLink>
          </Empty>
        ) : (
          <Empty title={text.problems.none} detail={text.problems.noneStudent} />
        )
      ) : problems.error ? (
        <Failure error={problems.error} retry={() => void problems.refetch()} />
      ) : (
        <Loading lines={10} />
      )}
    </Page>
  );
}
