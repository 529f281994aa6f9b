import { CloseButton, Group, Pill, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { languagesQuery } from "@/lib/api/resources/languages";
import type { SubmissionFilter } from "@/lib/api/resources/submissions";
import { problemsQuery, problemTitleQuery } from "@/lib/api/resources/problems";
import { text } from "@/lib/text";
import { nameOf, STATUSES } from "@/lib/verdicts";

import { SearchPicker } from "./SearchPicker";

const statusOptions = STATUSES.map((value) => ({ value, label: nameOf(value) }));

/** A filter that stands in the address, with a way to be rid of it. */
export function FilterPill({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Pill size="lg" maw={320}>
      <Group gap={2} wrap="nowrap" component="span">
        <span style={{ overflow: "hidden", textOverflow: "ellipsis" }}>{label}</span>
        <CloseButton size="xs" aria-label={text.submissions.removeFilter(label)} onClick={onRemove} />
      </Group>
    </Pill>
  );
}

function ProblemPill({ id, onRemove }: { id: string; onRemove: () => void }) {
  const { data, isError } = useQuery(problemTitleQuery(id));
  return <FilterPill label={text.submissions.ofProblem(data ?? (isError ? text.submissions.goneProblem : "…"))} onRemove={onRemove} />;
}

function useFoundProblems(search: string, wanted: boolean) {
  const { data } = useQuery({ ...problemsQuery({ search }), enabled: wanted });
  return (data?.rows ?? []).map(({ _id, title }) => ({ value: _id, label: title }));
}

/** With which verdict, in which language, and of which problem: the controls alone, to stand in a row. */
export function SubmissionFilters<F extends SubmissionFilter>({ filter, change }: { filter: F; change: (next: F) => void }) {
  const { data: languages } = useQuery(languagesQuery);
  const set = (some: Partial<SubmissionFilter>) => change({ ...filter, ...some, page: undefined });
  return (
    <>
      <Select
        aria-label={text.submissions.status}
        placeholder={text.submissions.status}
        data={statusOptions}
        value={filter.status ?? null}
        onChange={(value) => set({ status: (value ?? undefined) })}
        clearable
        clearButtonProps={{ "aria-label": text.submissions.removeFilter(text.submissions.status) }}
        w={200}
      />
      <Select
        aria-label={text.submissions.language}
        placeholder={text.submissions.language}
        data={(languages ?? []).map((one) => ({ value: one.id, label: one.name }))}
        value={filter.language ?? null}
        onChange={(value) => set({ language: value ?? undefined })}
        clearable
        clearButtonProps={{ "aria-label": text.submissions.removeFilter(text.submissions.language) }}
        w={160}
      />
      {filter.problemId ? (
        <ProblemPill id={filter.problemId} onRemove={() => set({ problemId: undefined })} />
      ) : (
        <SearchPicker label={text.submissions.problem} useFound={useFoundProblems} pick={(problemId) => set({ problemId })} />
      )}
    </>
  );
}
